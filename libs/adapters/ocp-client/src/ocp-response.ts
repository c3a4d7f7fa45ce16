import { OcpAnswerTooLargeError } from '@recordings/reconciliation';
import type { Dispatcher } from 'undici';
import { decodeGzip } from './body/decode-gzip.ts';

export type OcpResponse = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>;

/** OCP lists in pages: a larger answer is not one of them. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

export const headerOf = (response: OcpResponse, name: string): string | undefined => {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** Bytes. Beyond them, closing the connection is cheaper than reading on. */
const MAX_DISCARDED_BYTES = 64 * 1024;

/** Frees the connection of an answer that is not read: reads the rest, or closes the connection if the rest is long. */
export const discardBody = (response: OcpResponse): Promise<void> =>
  response.body.dump({ limit: MAX_DISCARDED_BYTES });

/**
 * Reads a short answer. It may be gzip, though we ask for none.
 *
 * @throws {OcpAnswerTooLargeError} if it is larger than 16 MiB.
 * @throws {OcpContractError} if its gzip is damaged.
 */
export const readText = async (operation: string, { body }: OcpResponse): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const decoded = decodeGzip(operation, body as AsyncIterable<Buffer>, () => body.destroy());
  for await (const chunk of decoded.body) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_ANSWER_BYTES) {
      throw new OcpAnswerTooLargeError(`OCP ${operation}: answered with more than ${MAX_ANSWER_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
