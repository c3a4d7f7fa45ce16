import type { Dispatcher } from 'undici';
import { OcpContractError } from '@recordings/reconciliation';

export type OcpResponse = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>;

/** Listings come in pages: an answer beyond this is no listing. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

export const headerOf = (response: OcpResponse, name: string): string | undefined => {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** Reads what is left of an answer nobody wants, so that its connection can be used again. */
export const discardBody = (response: OcpResponse): Promise<void> => response.body.dump({ limit: 64 * 1024 });

/** @throws {OcpContractError} if the body is too large to be an answer. */
export const readText = async (operation: string, { body }: OcpResponse): Promise<string> => {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_ANSWER_BYTES) {
      throw new OcpContractError(`OCP ${operation}: answered with more than ${MAX_ANSWER_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
