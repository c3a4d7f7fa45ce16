import type { BufferPool } from './buffer-pool.ts';
import { PartStalledError } from './errors.ts';
import { makePartBuffer, type Part } from './part-buffer.ts';

/** Sends bytes in parts of the size of the pool's buffers, one part at a time, while the next part fills. */
export type PartSender = {
  /**
   * Takes a copy of `chunk`. Waits while both parts are full, while a part is sent and the pool has no spare, and while
   * other uploads use all memory of the pool.
   *
   * @throws the error of a part that failed, this one or an earlier one, or the reason of the signal.
   */
  push(chunk: Uint8Array): Promise<void>;
  /** Sends the rest and waits until all is sent. Without any bytes it sends one empty part, because S3 requires one. */
  end(): Promise<void>;
  /** Waits until the part under way is sent or has failed. */
  settled(): Promise<void>;
  /** Gives back the memory of the part that fills. Nothing may be pushed afterwards. */
  discard(): void;
};

type SendPart = (part: Pick<Part, 'bytes' | 'crc32'>) => Promise<void>;

/** @param stop ends the upload, whose signal then has this reason: its part filled too slowly while others waited for memory. */
export const makePartSender = (
  pool: BufferPool,
  sendPart: SendPart,
  signal: AbortSignal,
  stop?: (reason: PartStalledError) => void,
): PartSender => {
  const onStalled = (end: (reason: PartStalledError) => void) => () => {
    end(new PartStalledError());
    buffer.take().release();
  };
  const buffer = makePartBuffer(pool, stop && onStalled(stop));
  let sending = Promise.resolve();
  let isFirst = true;
  let mayFill = true;

  const send = async (): Promise<void> => {
    buffer.seal();
    await sending;
    isFirst = false;
    sending = sendWithSpare(pool, buffer.take(), sendPart, (may) => {
      mayFill = may;
    });
    sending.catch(() => undefined); // The next wait for `sending` throws the error.
  };

  return {
    push: async (chunk) => {
      for (let offset = 0; offset < chunk.length; ) {
        if (!mayFill) await sending;
        if (!buffer.isReady()) await buffer.prepare(signal);
        offset += buffer.fill(chunk.subarray(offset));
        if (buffer.isFull()) await send();
      }
    },
    end: async () => {
      if (isFirst || !buffer.isEmpty()) await send();
      await sending;
    },
    settled: () => sending.catch(() => undefined),
    discard: () => buffer.take().release(),
  };
};

/** @param setMayFill whether the next part may fill meanwhile. */
const sendWithSpare = async (
  pool: BufferPool,
  part: Part,
  sendPart: SendPart,
  setMayFill: (mayFill: boolean) => void,
): Promise<void> => {
  const hasSpare = pool.claimSpare();
  setMayFill(hasSpare);
  try {
    await sendAndRelease(part, sendPart);
  } finally {
    if (hasSpare) pool.returnSpare();
    setMayFill(true);
  }
};

const sendAndRelease = async ({ release, abandon, ...part }: Part, sendPart: SendPart): Promise<void> => {
  try {
    await sendPart(part);
  } catch (error) {
    abandon();
    throw error;
  }
  release();
};
