import type { Readable } from 'node:stream';
import { UploadBrokenOffError } from './errors.ts';

/** While so many bytes, or so many chunks, wait for their reader, no more are read from the client. */
const MAX_WAITING_BYTES = 131_072;
const MAX_WAITING_CHUNKS = 256;

const CLOSED = new Error('the connection was closed');

/**
 * Gives the chunks of a body as they come. It listens to events, because the iterator of a stream stops it after each chunk,
 * and copies chunks that have gathered. If its reader stops midway, the connection stays open for the answer that says why.
 *
 * @throws {UploadBrokenOffError}, and the reason of the signal, also while the body waits for its client.
 */
export async function* readChunks(body: Readable, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const chunks = listen(body, signal);
  try {
    for (;;) {
      const chunk = chunks.take();
      if (chunk) yield chunk;
      else if (chunks.hasEnded()) return;
      else await chunks.come();
    }
  } finally {
    chunks.stop();
  }
}

type End = { readonly error?: unknown };

/** Chunks that wait for their reader, and how the body ended. */
type Waiting = { readonly chunks: Uint8Array[]; bytes: number; end: End | undefined; wake: () => void };

const isFull = ({ chunks, bytes }: Waiting): boolean =>
  bytes > MAX_WAITING_BYTES || chunks.length > MAX_WAITING_CHUNKS;

const listen = (body: Readable, signal?: AbortSignal) => {
  const waiting: Waiting = { chunks: [], bytes: 0, end: undefined, wake: () => undefined };
  const stop = follow(body, waiting, signal);
  return {
    take: (): Uint8Array | undefined => {
      const chunk = waiting.chunks.shift();
      if (!chunk) return undefined;
      waiting.bytes -= chunk.byteLength;
      if (!isFull(waiting) && body.isPaused()) body.resume();
      return chunk;
    },
    /** @throws the error of the body. */
    hasEnded: (): boolean => {
      if (waiting.end && 'error' in waiting.end) throw waiting.end.error;
      return waiting.end !== undefined;
    },
    come: (): Promise<void> =>
      new Promise((resolve) => {
        waiting.wake = resolve;
      }),
    stop,
  };
};

/** @returns what ends it. The body is paused then. */
const follow = (body: Readable, waiting: Waiting, signal?: AbortSignal): (() => void) => {
  const finish = (end: End): void => {
    waiting.end ??= end;
    waiting.wake();
  };
  // A stream closes after its end too. Then no error is made, because its stack costs CPU time.
  const breakOff = (error: unknown): void => {
    if (!waiting.end) finish({ error: new UploadBrokenOffError(error) });
  };
  // Also after the end: the chunks that waited are gone.
  const onAbort = (): void => {
    waiting.chunks.length = 0;
    waiting.end = { error: signal?.reason };
    waiting.wake();
  };
  const listeners = {
    data: (chunk: Uint8Array): void => {
      if (waiting.end) return; // After an abort.
      waiting.chunks.push(chunk);
      waiting.bytes += chunk.byteLength;
      if (isFull(waiting)) body.pause();
      waiting.wake();
    },
    end: (): void => finish({}),
    error: breakOff,
    close: (): void => breakOff(CLOSED),
  };
  if (signal?.aborted) onAbort();
  else if (body.readableEnded) finish({});
  else if (body.destroyed) breakOff(body.errored ?? CLOSED);
  else for (const [name, listener] of Object.entries(listeners)) body.on(name, listener);
  signal?.addEventListener('abort', onAbort, { once: true });
  return () => {
    body.pause();
    for (const [name, listener] of Object.entries(listeners)) body.off(name, listener);
    signal?.removeEventListener('abort', onAbort);
  };
};
