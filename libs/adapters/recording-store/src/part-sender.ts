import type { BufferPool } from './buffer-pool.ts';
import { makePartBuffer, type Part } from './part-buffer.ts';

/** Sends bytes in parts of the size of the pool's buffers, one part at a time, while the next part fills. */
export type PartSender = {
  /**
   * Takes a copy of `chunk`. Waits while both parts are full, or while a part is sent and the pool has no spare.
   *
   * @throws the error of a part that failed, this one or an earlier one.
   */
  push(chunk: Uint8Array): Promise<void>;
  /** Sends the rest and waits until all is sent. Without any bytes it sends one empty part, because S3 requires one. */
  end(): Promise<void>;
  /** Waits until the part under way is sent or has failed. */
  settled(): Promise<void>;
};

export const makePartSender = (
  pool: BufferPool,
  sendPart: (part: Omit<Part, 'release'>) => Promise<void>,
): PartSender => {
  const buffer = makePartBuffer(pool);
  let sending = Promise.resolve();
  let isFirst = true;
  let mayFill = true;

  /** After a failure the memory may still be read by the connection, so it is left to the garbage collector. */
  const sendAndRelease = async ({ release, ...part }: Part): Promise<void> => {
    const hasSpare = pool.claimSpare();
    mayFill = hasSpare;
    try {
      await sendPart(part);
      release();
    } finally {
      if (hasSpare) pool.returnSpare();
      mayFill = true;
    }
  };

  const send = async (): Promise<void> => {
    await sending;
    isFirst = false;
    sending = sendAndRelease(buffer.take());
    sending.catch(() => undefined); // The next wait for `sending` throws the error.
  };

  return {
    push: async (chunk) => {
      for (let offset = 0; offset < chunk.length; ) {
        if (!mayFill) await sending;
        offset += buffer.fill(chunk.subarray(offset));
        if (buffer.isFull()) await send();
      }
    },
    end: async () => {
      if (isFirst || !buffer.isEmpty()) await send();
      await sending;
    },
    settled: () => sending.catch(() => undefined),
  };
};
