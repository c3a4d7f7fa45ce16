/** Cuts a stream of chunks into parts of one size, in two buffers that take turns. */
export type PartBuffer = {
  /**
   * Copies bytes from `chunk` until the part is full.
   *
   * @returns the number of bytes that were taken.
   */
  fill(chunk: Uint8Array): number;
  readonly isFull: () => boolean;
  readonly isEmpty: () => boolean;
  /** Returns the bytes so far. They stay valid until the second `take` after this one. */
  take(): Uint8Array;
};

export const makePartBuffer = (partSizeBytes: number): PartBuffer => {
  let filling: Buffer = Buffer.allocUnsafeSlow(partSizeBytes);
  let other: Buffer | undefined;
  let filled = 0;

  return {
    fill: (chunk) => {
      const taken = Math.min(chunk.length, partSizeBytes - filled);
      filling.set(chunk.subarray(0, taken), filled);
      filled += taken;
      return taken;
    },
    isFull: () => filled === partSizeBytes,
    isEmpty: () => filled === 0,
    take: () => {
      const part = filling.subarray(0, filled);
      [filling, other] = [other ?? Buffer.allocUnsafeSlow(partSizeBytes), filling];
      filled = 0;
      return part;
    },
  };
};
