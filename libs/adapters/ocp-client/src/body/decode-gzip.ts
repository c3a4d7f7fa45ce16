import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { OcpContractError } from '@recordings/reconciliation';
import { peek } from './peek.ts';

/** The bytes of a file as OCP sent it. `sha256` is lower-case hex. */
export type EncodedFile = { readonly sizeBytes: number; readonly sha256: string };

export type DecodedBody = {
  readonly body: AsyncGenerator<Uint8Array, void, undefined>;
  /** After the last byte of `body`. @returns undefined if the bytes were not compressed. */
  readonly readEncoded: () => EncodedFile | undefined;
};

/** How a gzip member with deflated bytes begins. */
const GZIP_MARK = Buffer.from([0x1f, 0x8b, 0x08]);

/**
 * Decodes a body that is a gzip file, by its encoding or in itself: its first bytes decide. It decodes no more than its
 * reader asks for, so the reader's limit on the size bounds the decoded bytes.
 *
 * @param close ends `source`, also while it waits for bytes.
 *
 * `body` throws {@link OcpContractError} if the file is damaged.
 */
export const decodeGzip = (
  operation: string,
  source: AsyncIterable<Uint8Array>,
  close: () => void,
): DecodedBody => {
  let encoded: EncodedFile | undefined;

  const measure = async function* (bytes: AsyncIterable<Uint8Array>) {
    const hash = createHash('sha256');
    let sizeBytes = 0;
    for await (const chunk of bytes) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      yield chunk;
    }
    encoded = { sizeBytes, sha256: hash.digest('hex') };
  };

  const decode = async function* () {
    const { start, bytes } = await peek(source, GZIP_MARK.length);
    yield* GZIP_MARK.equals(start) ? gunzip(operation, measure(bytes), close) : bytes;
  };
  return { body: decode(), readEncoded: () => encoded };
};

const gunzip = async function* (operation: string, bytes: AsyncIterable<Uint8Array>, close: () => void) {
  // An error of the source ends the reading below too.
  const decoded = pipeline(bytes, createGunzip(), () => undefined);
  try {
    for await (const chunk of decoded as AsyncIterable<Uint8Array>) yield chunk;
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new OcpContractError(`OCP ${operation}: the gzip bytes are damaged`, { cause: error });
  } finally {
    close();
  }
};

export const isZlibError = (error: unknown): boolean => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && code.startsWith('Z_');
};
