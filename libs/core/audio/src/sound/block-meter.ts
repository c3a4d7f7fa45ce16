/** Finds sound in whole blocks of samples. A block holds one or more frames; a frame is one sample of every channel. */
export type BlockMeter = {
  readonly blockBytes: number;
  /**
   * The offset after the last audible block of `[start, end)`, or `start` if all of them are silent. It reads backwards,
   * so that speech costs next to nothing.
   */
  readonly audibleEnd: (bytes: Uint8Array, start: number, end: number) => number;
  /** Whether a channel is audible in a block of `[start, end)`. */
  readonly isAudible: (channel: number, bytes: Uint8Array, start: number, end: number) => boolean;
};
