import { quarantine, type Refusal } from '../verdict.ts';
import { type BlockLayout, readBlockLayout } from './block-layout.ts';
import { EXTENSIBLE_TAG, readExtensibleTag } from './extensible.ts';
import { readFormatFields } from './format-fields.ts';
import { contradictingRate } from './sample-rate.ts';

/** A usable `fmt ` chunk. A frame is one sample of every channel. */
export type WavFormat = BlockLayout & {
  readonly channels: number;
  readonly sampleRateHz: number;
};

/** A header with values outside these ranges is damaged, not unusual. */
const MAX_CHANNELS = 32;
const RATES_HZ = { min: 1_000, max: 384_000 };

/** @param bytes at least the first 16 bytes of a `fmt ` chunk. */
export const readWavFormat = (bytes: Uint8Array): WavFormat | Refusal => {
  const fields = readFormatFields(bytes);
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
  const otherRateHz = contradictingRate({ ...fields, ...layout });
  if (otherRateHz !== undefined) {
    return malformed(`sample rate ${sampleRateHz} Hz, but a byte rate of ${otherRateHz} Hz`);
  }
  return { ...layout, channels, sampleRateHz };
};

const malformed = (what: string): Refusal => quarantine('MALFORMED_HEADER', `fmt states ${what}`);
