import type { Readable } from 'node:stream';
import { DomainError } from '@recordings/fault';
import type { FastifyRequest } from 'fastify';
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
export const readBody = (request: FastifyRequest, body: Readable): Promise<Buffer> => {
  const { raw, routeOptions } = request;
  const { bodyLimit } = routeOptions;
  const declaredBytes = Number(request.headers['content-length'] ?? 0);
  if (declaredBytes > bodyLimit) return Promise.reject(new BodyTooLargeError(bodyLimit));
  // As a rule a small body has come as a whole while its sender was checked.
  if (body === raw && raw.complete && !raw.destroyed && raw.readableLength <= bodyLimit) {
    const whole = raw.read() as Buffer | null;
    if (whole) return Promise.resolve(Buffer.from(whole)); // A copy, as below.
  }
  return collect(body, bodyLimit, request.bodySignal);
};

const CLOSED = new Error('the connection was closed');

/** By events, which take a fraction of the CPU time of an iterator. After an error the route reads the rest, or closes. */
const collect = (body: Readable, maxBytes: number, signal?: AbortSignal): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    if (body.readableEnded) return resolve(Buffer.alloc(0));
    if (body.destroyed) return reject(new UploadBrokenOffError(body.errored ?? CLOSED));
    const chunks: Uint8Array[] = [];
    let receivedBytes = 0;
    const stop = (): void => {
      for (const [name, listener] of Object.entries(listeners)) body.off(name, listener);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown): void => {
      body.pause();
      stop();
      reject(error as Error);
    };
    const onAbort = (): void => fail(signal?.reason);
    const listeners = {
      data: (chunk: Uint8Array): void => {
        receivedBytes += chunk.byteLength;
        if (receivedBytes > maxBytes) fail(new BodyTooLargeError(maxBytes));
        else chunks.push(chunk);
      },
      end: (): void => {
        stop();
        resolve(Buffer.concat(chunks)); // A chunk keeps the 64 KiB alive that Node read it into.
      },
      error: (error: unknown): void => fail(new UploadBrokenOffError(error)),
      close: (): void => fail(new UploadBrokenOffError(CLOSED)),
    };
    for (const [name, listener] of Object.entries(listeners)) body.on(name, listener);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
