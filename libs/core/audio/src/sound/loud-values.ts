import type { AudioCodec } from '../verdict.ts';
import { alawMagnitude, mulawMagnitude } from './g711.ts';

/** -60 dBFS of 16 bits: 32768 / 1000, rounded down. */
export const QUIET_PEAK_16 = 32;
/** -60 dBFS of 8 bits is less than one step, so only digital zero is quiet. */
const ZERO_U8 = 128;
/** The top 16 bits of 0.001 as a float of 32 and of 64 bits, without the sign. */
const QUIET_F32 = 0x3a83;
const QUIET_F64 = 0x3f50;
const MAGNITUDE = 0x7fff;

/** How to see whether a sample is loud: by its top bits, which are its last bytes. */
export type LoudValues = {
  readonly sampleBytes: number;
  /** One entry for each value of the top 8 or 16 bits; 1: louder than -60 dBFS. */
  readonly isLoud: Uint8Array;
};

/** @returns undefined for a codec whose samples are not stored one by one. */
export const loudValuesOf = (codec: AudioCodec): LoudValues | undefined => {
  switch (codec) {
    case 'pcm_u8':
      return { sampleBytes: 1, isLoud: tableOf(256, (byte) => byte !== ZERO_U8) };
    case 'pcm_mulaw':
      return { sampleBytes: 1, isLoud: tableOf(256, (byte) => mulawMagnitude(byte) > QUIET_PEAK_16) };
    case 'pcm_alaw':
      return { sampleBytes: 1, isLoud: tableOf(256, (byte) => alawMagnitude(byte) > QUIET_PEAK_16) };
    case 'pcm_s16le':
      return { sampleBytes: 2, isLoud: intTable() };
    case 'pcm_s24le':
      return { sampleBytes: 3, isLoud: intTable() };
    case 'pcm_s32le':
      return { sampleBytes: 4, isLoud: intTable() };
    case 'pcm_f32le':
      return { sampleBytes: 4, isLoud: float32Table() };
    case 'pcm_f64le':
      return { sampleBytes: 8, isLoud: float64Table() };
    case 'gsm_ms':
    case 'adpcm_ima_wav':
    case 'mp3':
      return undefined;
    default:
      return codec satisfies never;
  }
};

const tableOf = (size: number, isLoud: (value: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: size }, (_, value) => (isLoud(value) ? 1 : 0));

/** The tables of 16 bits have 64 KiB: each is made once, and shared by all probes. */
const shared = (make: () => Uint8Array): (() => Uint8Array) => {
  let table: Uint8Array | undefined;
  return () => {
    table ??= make();
    return table;
  };
};

const intTable = shared(() => tableOf(0x1_0000, (value) => Math.abs((value << 16) >> 16) > QUIET_PEAK_16));
const float32Table = shared(() => tableOf(0x1_0000, (value) => (value & MAGNITUDE) > QUIET_F32));
const float64Table = shared(() => tableOf(0x1_0000, (value) => (value & MAGNITUDE) > QUIET_F64));
