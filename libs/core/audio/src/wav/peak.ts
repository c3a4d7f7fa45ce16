import type { ByteSink } from '../step-reader.ts';
import type { AudioCodec } from '../verdict.ts';
import { alawMagnitude, mulawMagnitude } from './g711.ts';

/** -60 dBFS of 16 bits: 32768 / 1000, rounded down. */
const QUIET_PEAK_16 = 32;
/** -60 dBFS of 8 bits is less than one step, so only digital zero is quiet. */
const ZERO_U8 = 128;

export type PeakMeter = {
  readonly scan: ByteSink;
  /** Whether every sample so far is at or below -60 dBFS. */
  isQuiet(): boolean;
};

/** @returns undefined for a codec that must be decoded in blocks. */
export const makePeakMeter = (codec: AudioCodec): PeakMeter | undefined => {
  switch (codec) {
    case 'pcm_s16le':
      return makeInt16Meter();
    case 'pcm_u8':
      return makeByteMeter((byte) => byte === ZERO_U8);
    case 'pcm_mulaw':
      return makeByteMeter((byte) => mulawMagnitude(byte) <= QUIET_PEAK_16);
    case 'pcm_alaw':
      return makeByteMeter((byte) => alawMagnitude(byte) <= QUIET_PEAK_16);
    default:
      return undefined;
  }
};

/** The first loud sample is the answer: later samples are not scanned. */
const makeInt16Meter = (): PeakMeter => {
  let quiet = true;
  /** The low byte of a sample that is split between two chunks. -1: no sample is split. */
  let lowByte = -1;
  return {
    scan: (chunk, start, end) => {
      if (!quiet || start === end) return;
      let at = start;
      if (lowByte >= 0) {
        quiet = isQuietInt16(lowByte, chunk[at]!);
        at += 1;
      }
      const pairsEnd = at + ((end - at) & ~1);
      quiet &&= isQuietRange(chunk, at, pairsEnd);
      lowByte = pairsEnd < end ? chunk[pairsEnd]! : -1;
    },
    isQuiet: () => quiet,
  };
};

const isQuietInt16 = (low: number, high: number): boolean => {
  const sample = ((low | (high << 8)) << 16) >> 16;
  return sample <= QUIET_PEAK_16 && sample >= -QUIET_PEAK_16;
};

const isQuietRange = (chunk: Uint8Array, start: number, end: number): boolean => {
  for (let at = start; at < end; at += 2) {
    const sample = ((chunk[at]! | (chunk[at + 1]! << 8)) << 16) >> 16;
    if (sample > QUIET_PEAK_16 || sample < -QUIET_PEAK_16) return false;
  }
  return true;
};

const makeByteMeter = (isQuietByte: (byte: number) => boolean): PeakMeter => {
  const loud = Uint8Array.from({ length: 256 }, (_, byte) => (isQuietByte(byte) ? 0 : 1));
  let quiet = true;
  return {
    scan: (chunk, start, end) => {
      for (let at = start; quiet && at < end; at += 1) quiet = loud[chunk[at]!] === 0;
    },
    isQuiet: () => quiet,
  };
};
