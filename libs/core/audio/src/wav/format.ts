import { uint16LeAt, uint32LeAt } from '../byte-order.ts';
import { type AudioCodec, quarantine, type Refusal } from '../verdict.ts';
import { type BlockLayout, readBlockLayout } from './block-layout.ts';
import { EXTENSIBLE_TAG, readExtensibleTag } from './extensible.ts';

/** A usable `fmt ` chunk. A frame is one sample of every channel. */
export type WavFormat = BlockLayout & {
  readonly codec: AudioCodec;
  readonly channels: number;
  readonly sampleRateHz: number;
};

/** What the fixed part of a `fmt ` chunk says, whatever the codec. */
export type FormatFields = {
  readonly tag: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly blockBytes: number;
  readonly bitsPerSample: number;
  /** Behind the fixed part: the size of the codec's own fields, then those. */
  readonly extension: Uint8Array;
};

/** The fixed part of a `fmt ` chunk, and as much as an extensible one has. */
export const MIN_FORMAT_BYTES = 16;
export const MAX_FORMAT_BYTES = 40;

/** Outside of these a header is damaged, not unusual. */
const MAX_CHANNELS = 32;
const RATES_HZ = { min: 1_000, max: 384_000 };

/** Reads a `fmt ` chunk, of which at least 16 bytes are given. */
export const readWavFormat = (bytes: Uint8Array): WavFormat | Refusal => {
  const fields = readFields(bytes);
  const { channels, sampleRateHz } = fields;
  if (channels < 1 || channels > MAX_CHANNELS)
    return malformed(`${channels} channels (1 to ${MAX_CHANNELS})`);
  if (sampleRateHz < RATES_HZ.min || sampleRateHz > RATES_HZ.max) {
    return malformed(`sample rate ${sampleRateHz} Hz (${RATES_HZ.min} to ${RATES_HZ.max})`);
  }
  const tag = fields.tag === EXTENSIBLE_TAG ? readExtensibleTag(fields.extension) : fields.tag;
  if (tag === undefined) return quarantine('UNSUPPORTED_FORMAT', 'extensible WAV of an unknown subformat');

  const layout = readBlockLayout({ ...fields, tag });
  if ('reason' in layout) return layout;
  return { ...layout, channels, sampleRateHz };
};

const readFields = (bytes: Uint8Array): FormatFields => ({
  tag: uint16LeAt(bytes, 0),
  channels: uint16LeAt(bytes, 2),
  sampleRateHz: uint32LeAt(bytes, 4),
  blockBytes: uint16LeAt(bytes, 12),
  bitsPerSample: uint16LeAt(bytes, 14),
  extension: bytes.subarray(MIN_FORMAT_BYTES),
});

const malformed = (what: string): Refusal => quarantine('MALFORMED_HEADER', `fmt states ${what}`);
