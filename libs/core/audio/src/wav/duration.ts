import type { WavFormat } from './format.ts';

/** A `fact` chunk states this if the writer did not know the number. */
const UNKNOWN_FRAMES = 0xffff_ffff;

const isCompressed = ({ framesPerBlock }: WavFormat): boolean => framesPerBlock > 1;

const wholeBlockFrames = ({ blockBytes, framesPerBlock }: WavFormat, bytes: number): number =>
  Math.floor(bytes / blockBytes) * framesPerBlock;

/**
 * Frames in `bytes` of samples, whole blocks only.
 *
 * @param factFrames used if it ends inside the last block, because encoders fill that block up.
 */
export const framesIn = (format: WavFormat, bytes: number, factFrames = 0): number => {
  const frames = wholeBlockFrames(format, bytes);
  const endsInLastBlock = factFrames <= frames && factFrames > frames - format.framesPerBlock;
  return isCompressed(format) && endsInLastBlock ? factFrames : frames;
};

export const durationMsOf = ({ sampleRateHz }: WavFormat, frames: number): number =>
  Math.round((frames * 1000) / sampleRateHz);

/** Frames that a compressed file's `fact` chunk declares beyond those in its blocks. Some writers count every channel. */
export const missingFrames = (format: WavFormat, bytes: number, factFrames = 0): number => {
  if (!isCompressed(format) || factFrames === UNKNOWN_FRAMES) return 0;
  return Math.max(0, factFrames - wholeBlockFrames(format, bytes) * format.channels);
};

/** Whether the samples of a stream end inside a block. One pad byte to an even offset does not count. */
export const splitsBlock = ({ blockBytes }: WavFormat, bytes: number): boolean => {
  const rest = bytes % blockBytes;
  const isPadded = rest === 1 && bytes % 2 === 0;
  return rest !== 0 && !isPadded;
};
