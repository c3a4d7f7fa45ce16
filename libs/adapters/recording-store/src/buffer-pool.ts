/** Buffers of one size that take turns among all uploads of a process, so that large memory is not allocated again and again. */
export type BufferPool = {
  readonly sizeBytes: number;
  /** A free buffer, with the bytes of its last use, or a new one. */
  take(): Buffer;
  /** Gives a buffer back. The giver must not read or write it from then on. */
  give(buffer: Buffer): void;
};

/** @param maxFree so many free buffers are kept. */
export const makeBufferPool = (sizeBytes: number, maxFree: number): BufferPool => {
  const free: Buffer[] = [];
  return {
    sizeBytes,
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(sizeBytes),
    give: (buffer) => {
      if (free.length < maxFree) free.push(buffer);
    },
  };
};
