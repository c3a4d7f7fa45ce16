import type { ByteSink } from '../step-reader.ts';
import type { BlockMeter } from './block-meter.ts';

/** Follows where the samples of a recording have sound. */
export type SoundTrack = {
  readonly scan: ByteSink;
  silentChannels(): number;
  /** Blocks from the start to the last audible one. */
  audibleBlocks(): number;
};

/** Joins blocks that are split between two chunks. Holds one block. */
export const makeSoundTrack = (meter: BlockMeter, channels: number): SoundTrack => {
  const { blockBytes } = meter;
  const split = new Uint8Array(blockBytes);
  let splitBytes = 0;
  let blocks = 0;
  let audibleBlocks = 0;
  let silent = Array.from({ length: channels }, (_, channel) => channel);

  const measure = (bytes: Uint8Array, start: number, end: number): void => {
    const audibleEnd = meter.audibleEnd(bytes, start, end);
    if (audibleEnd > start) {
      audibleBlocks = blocks + (audibleEnd - start) / blockBytes;
      if (silent.length > 0) {
        silent = silent.filter((channel) => !meter.isAudible(channel, bytes, start, audibleEnd));
      }
    }
    blocks += (end - start) / blockBytes;
  };

  const keep = (bytes: Uint8Array, start: number, end: number): number => {
    const until = Math.min(end, start + blockBytes - splitBytes);
    split.set(bytes.subarray(start, until), splitBytes);
    splitBytes += until - start;
    if (splitBytes < blockBytes) return until;
    splitBytes = 0;
    measure(split, 0, blockBytes);
    return until;
  };

  return {
    scan: (chunk, start, end) => {
      const wholeStart = splitBytes > 0 ? keep(chunk, start, end) : start;
      const wholeEnd = end - ((end - wholeStart) % blockBytes);
      if (wholeEnd > wholeStart) measure(chunk, wholeStart, wholeEnd);
      if (wholeEnd < end) keep(chunk, wholeEnd, end);
    },
    silentChannels: () => silent.length,
    audibleBlocks: () => audibleBlocks,
  };
};
