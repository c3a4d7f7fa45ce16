import { uint16LeAt } from '../byte-order.ts';
import { type AudioCodec, quarantine, type Refusal } from '../verdict.ts';
import type { FormatFields } from './format-fields.ts';
import { nameOfTag } from './other-codecs.ts';

/** How a codec packs frames into blocks. For PCM a block is a frame. */
export type BlockLayout = {
  readonly codec: AudioCodec;
  readonly blockBytes: number;
  readonly framesPerBlock: number;
};

/** Format tags of mmreg.h. */
const TAG = { pcm: 1, float: 3, alaw: 6, mulaw: 7, imaAdpcm: 0x11, gsm610: 0x31 } as const;

const PCM_CODECS: Readonly<Record<number, AudioCodec>> = {
  8: 'pcm_u8',
  16: 'pcm_s16le',
  24: 'pcm_s24le',
  32: 'pcm_s32le',
};
const FLOAT_CODECS: Readonly<Record<number, AudioCodec>> = { 32: 'pcm_f32le', 64: 'pcm_f64le' };
const ALAW_CODECS: Readonly<Record<number, AudioCodec>> = { 8: 'pcm_alaw' };
const MULAW_CODECS: Readonly<Record<number, AudioCodec>> = { 8: 'pcm_mulaw' };

/** Two GSM frames of 160 samples, packed by Microsoft into 65 bytes. */
const GSM_BLOCK = { blockBytes: 65, framesPerBlock: 320 } as const;

/** Checks that a codec's block size fits its channels and bits. `fields.tag` is never the extensible one. */
export const readBlockLayout = (fields: FormatFields): BlockLayout | Refusal => {
  switch (fields.tag) {
    case TAG.pcm:
      return sampleLayout(fields, PCM_CODECS);
    case TAG.float:
      return sampleLayout(fields, FLOAT_CODECS);
    case TAG.alaw:
      return sampleLayout(fields, ALAW_CODECS);
    case TAG.mulaw:
      return sampleLayout(fields, MULAW_CODECS);
    case TAG.imaAdpcm:
      return imaLayout(fields);
    case TAG.gsm610:
      return gsmLayout(fields);
    default:
      return quarantine('UNSUPPORTED_FORMAT', `WAV of ${nameOfTag(fields.tag)} is not read`);
  }
};

/** Every sample takes the same whole number of bytes. */
const sampleLayout = (
  { channels, bitsPerSample, blockBytes }: FormatFields,
  codecs: Readonly<Record<number, AudioCodec>>,
): BlockLayout | Refusal => {
  const codec = codecs[bitsPerSample];
  if (codec === undefined) return badBits(bitsPerSample);
  if (blockBytes !== (channels * bitsPerSample) / 8) return badBlock(blockBytes);
  return { codec, blockBytes, framesPerBlock: 1 };
};

/** A block: per channel 4 header bytes that hold the first sample, then 4 bits a sample in groups of 4 bytes. */
const imaLayout = ({
  channels,
  bitsPerSample,
  blockBytes,
  extension,
}: FormatFields): BlockLayout | Refusal => {
  if (bitsPerSample !== 4) return badBits(bitsPerSample);
  const headerBytes = 4 * channels;
  if (blockBytes <= headerBytes || blockBytes % headerBytes !== 0) return badBlock(blockBytes);
  const framesPerBlock = ((blockBytes - headerBytes) * 2) / channels + 1;
  const stated = extension.length >= 4 ? uint16LeAt(extension, 2) : framesPerBlock;
  if (stated !== framesPerBlock) {
    return quarantine('MALFORMED_HEADER', `fmt states ${stated} samples a block, it holds ${framesPerBlock}`);
  }
  return { codec: 'adpcm_ima_wav', blockBytes, framesPerBlock };
};

const gsmLayout = ({ channels, blockBytes }: FormatFields): BlockLayout | Refusal => {
  if (channels !== 1) return quarantine('UNSUPPORTED_FORMAT', `GSM 6.10 of ${channels} channels is not read`);
  if (blockBytes !== GSM_BLOCK.blockBytes) return badBlock(blockBytes);
  return { codec: 'gsm_ms', ...GSM_BLOCK };
};

const badBits = (bits: number): Refusal =>
  bits === 0 || bits % 4 !== 0 || bits > 64
    ? quarantine('MALFORMED_HEADER', `fmt states ${bits} bits a sample`)
    : quarantine('UNSUPPORTED_FORMAT', `WAV of ${bits} bits a sample is not read`);

const badBlock = (blockBytes: number): Refusal =>
  quarantine('MALFORMED_HEADER', `fmt states blocks of ${blockBytes} bytes, which do not fit its codec`);
