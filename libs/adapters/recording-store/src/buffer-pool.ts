/** Buffers of one size that take turns among all uploads of a process, so that large memory is not allocated again and again. */
export type BufferPool = {
  readonly sizeBytes: number;
  /** A free buffer, with the bytes of its last use, or a new one. */
  take(): Buffer;
  /** Gives a buffer back. The giver must not read or write it from then on. */
  give(buffer: Buffer): void;
  /** Claims the right to a second buffer at once. @returns whether there was one left; then `returnSpare` must follow. */
  claimSpare(): boolean;
  returnSpare(): void;
};

/**
 * @param maxFree so many free buffers are kept.
 * @param spares so many uploads may hold a second buffer at once.
 */
export const makeBufferPool = (sizeBytes: number, maxFree: number, spares: number): BufferPool => {
  const free: Buffer[] = [];
  let left = spares;
  return {
    sizeBytes,
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(sizeBytes),
    give: (buffer) => {
      if (free.length < maxFree) free.push(buffer);
    },
    claimSpare: () => {
      if (left === 0) return false;
      left -= 1;
      return true;
    },
    returnSpare: () => {
      left += 1;
    },
  };
};
