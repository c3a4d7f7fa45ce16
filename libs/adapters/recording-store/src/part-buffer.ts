import { crc32 } from 'node:zlib';
import type { BufferPool } from './buffer-pool.ts';

export type Part = {
  readonly bytes: Uint8Array;
  /** Of the bytes that were taken, not of their copy: S3 finds a copy that differs. */
  readonly crc32: number;
  /** Lets others use the memory of `bytes`. */
  release(): void;
  /** Instead of `release`, if a connection may still read `bytes`. */
  abandon(): void;
};

/** Cuts a stream of chunks into parts of the size of the pool's buffers. It holds one buffer while a part fills. */
export type PartBuffer = {
  /** Whether it has memory for the next bytes. */
  readonly isReady: () => boolean;
  /** Waits for memory. @throws the reason of the signal. */
  prepare(signal: AbortSignal): Promise<void>;
  /**
   * Copies bytes from `chunk` until the part is full. It must be ready.
   *
   * @returns the number of bytes that were taken.
   */
  fill(chunk: Uint8Array): number;
  readonly isFull: () => boolean;
  readonly isEmpty: () => boolean;
  /** No more bytes come into this part, so it does not stall while it waits to be taken. */
  seal(): void;
  /** Returns the bytes so far. They stay valid until they are released. */
  take(): Part;
};

/** @param onStalled is called if a part fills too slowly while others wait for memory. It must discard the part. */
export const makePartBuffer = (pool: BufferPool, onStalled?: () => void): PartBuffer => {
  let filling: Buffer | undefined;
  let filled = 0;
  let checksum = 0;

  return {
    isReady: () => filling !== undefined,
    prepare: async (signal) => {
      filling ??= await pool.take(signal, onStalled);
    },
    fill: (chunk) => {
      const taken = chunk.subarray(0, pool.sizeBytes - filled);
      checksum = crc32(taken, checksum);
      filling!.set(taken, filled);
      filled += taken.length;
      return taken.length;
    },
    isFull: () => filled === pool.sizeBytes,
    isEmpty: () => filled === 0,
    seal: () => filling && pool.filled(filling),
    take: () => {
      if (filling) pool.filled(filling);
      const part = partOf(pool, filling, filled, checksum);
      filling = undefined;
      filled = 0;
      checksum = 0;
      return part;
    },
  };
};

const partOf = (pool: BufferPool, buffer: Buffer | undefined, filled: number, checksum: number): Part => ({
  bytes: buffer?.subarray(0, filled) ?? new Uint8Array(),
  crc32: checksum,
  release: () => buffer && pool.give(buffer),
  abandon: () => buffer && pool.abandon(),
});
