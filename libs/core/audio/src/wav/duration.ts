import type { WavFormat } from './format.ts';

/** What a `fact` chunk holds when its writer did not know. */
const UNKNOWN_FRAMES = 0xffff_ffff;

const isCompressed = ({ framesPerBlock }: WavFormat): boolean => framesPerBlock > 1;

const wholeBlockFrames = ({ blockBytes, framesPerBlock }: WavFormat, bytes: number): number =>
  Math.floor(bytes / blockBytes) * framesPerBlock;

/**
 * Frames in `bytes` of samples, whole blocks only.
 *
 * @param factFrames if it ends inside the last block it is believed: encoders fill that block up.
 */
export const framesIn = (format: WavFormat, bytes: number, factFrames = 0): number => {
  const frames = wholeBlockFrames(format, bytes);
  const endsInLastBlock = factFrames <= frames && factFrames > frames - format.framesPerBlock;
  return isCompressed(format) && endsInLastBlock ? factFrames : frames;
};

export const durationMsOf = ({ sampleRateHz }: WavFormat, frames: number): number =>
  Math.round((frames * 1000) / sampleRateHz);

/** Frames that a compressed file's `fact` chunk declares and its blocks lack. Some writers count every channel. */
export const missingFrames = (format: WavFormat, bytes: number, factFrames = 0): number => {
  if (!isCompressed(format) || factFrames === UNKNOWN_FRAMES) return 0;
  return Math.max(0, factFrames - wholeBlockFrames(format, bytes) * format.channels);
};

/** Whether samples that run to the end of the file stop inside a block; one pad byte to an even offset does not count. */
export const splitsBlock = ({ blockBytes }: WavFormat, bytes: number): boolean => {
  const rest = bytes % blockBytes;
  const isPadded = rest === 1 && bytes % 2 === 0;
  return rest !== 0 && !isPadded;
};
