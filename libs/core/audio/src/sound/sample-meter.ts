import type { BlockMeter } from './block-meter.ts';
import type { LoudValues } from './loud-values.ts';

/** For codecs whose samples take whole bytes. A block is a frame. */
export const makeSampleMeter = ({ sampleBytes, isLoud }: LoudValues, channels: number): BlockMeter => {
  const blockBytes = sampleBytes * channels;
  const isWide = sampleBytes > 1;
  const lastLoud = isWide ? lastLoudWord : lastLoudByte;
  const hasLoud = isWide ? hasLoudWord : hasLoudByte;
  return {
    blockBytes,
    audibleEnd: (bytes, start, end) => {
      const at = lastLoud(isLoud, bytes, start + sampleBytes - 1, end - 1, sampleBytes);
      return at < 0 ? start : start + (Math.floor((at - start) / blockBytes) + 1) * blockBytes;
    },
    isAudible: (channel, bytes, start, end) =>
      hasLoud(isLoud, bytes, start + (channel + 1) * sampleBytes - 1, end - 1, blockBytes),
  };
};

/** `first` and `last`: the offsets of the top byte of the first and of the last sample. @returns -1 if none is loud. */
type FindLast = (isLoud: Uint8Array, bytes: Uint8Array, first: number, last: number, step: number) => number;
type FindAny = (isLoud: Uint8Array, bytes: Uint8Array, first: number, last: number, step: number) => boolean;

const lastLoudByte: FindLast = (isLoud, bytes, first, last) => {
  for (let at = last; at >= first; at -= 1) if (isLoud[bytes[at]!] === 1) return at;
  return -1;
};

const lastLoudWord: FindLast = (isLoud, bytes, first, last, step) => {
  for (let at = last; at >= first; at -= step) {
    if (isLoud[(bytes[at]! << 8) | bytes[at - 1]!] === 1) return at;
  }
  return -1;
};

const hasLoudByte: FindAny = (isLoud, bytes, first, last, step) => {
  for (let at = first; at <= last; at += step) if (isLoud[bytes[at]!] === 1) return true;
  return false;
};

const hasLoudWord: FindAny = (isLoud, bytes, first, last, step) => {
  for (let at = first; at <= last; at += step) {
    if (isLoud[(bytes[at]! << 8) | bytes[at - 1]!] === 1) return true;
  }
  return false;
};
