import type { Readable } from 'node:stream';
import { DomainError } from '@recordings/fault';
import type { FastifyRequest } from 'fastify';
import { whileInTime } from './admission/while-in-time.ts';
import { UploadBrokenOffError } from './recordings/errors.ts';

/** The body has more bytes than its route accepts. */
export class BodyTooLargeError extends DomainError {
  readonly code = 'BODY_TOO_LARGE';
  readonly fault = 'permanent';

  constructor(maxBytes: number) {
    super(`the body has more than ${maxBytes} bytes`);
  }
}

/**
 * Reads a whole body. If it stops midway, the connection stays open for the answer that says why.
 *
 * @throws {BodyTooLargeError}, {@link BodyTooSlowError}, {@link UploadBrokenOffError}
 */
export const readBody = async (request: FastifyRequest, body: Readable): Promise<Buffer> => {
  const { bodyLimit } = request.routeOptions;
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) throw new BodyTooLargeError(bodyLimit);
  const chunks: Uint8Array[] = [];
  let receivedBytes = 0;
  for await (const chunk of whileInTime(request, readChunks(body))) {
    receivedBytes += chunk.byteLength;
    if (receivedBytes > bodyLimit) throw new BodyTooLargeError(bodyLimit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

async function* readChunks(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new UploadBrokenOffError(error);
  }
}
