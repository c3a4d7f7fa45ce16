import fc from 'fast-check';
import type { AudioCodec } from '../verdict.ts';
import { loudValuesOf } from './loud-values.ts';
import { makeSampleMeter } from './sample-meter.ts';
import { makeSoundTrack } from './sound-track.ts';

/** Samples as bytes: silence, loud, or loud by one step. */
const SAMPLES: readonly (readonly [AudioCodec, readonly number[][]])[] = [
  ['pcm_mulaw', [[0xff], [0x7a], [0x00]]],
  [
    'pcm_s16le',
    [
      [0x20, 0x00],
      [0x21, 0x00],
      [0x00, 0x80],
    ],
  ],
  [
    'pcm_s24le',
    [
      [0xff, 0x1f, 0x00],
      [0, 0x21, 0],
      [0, 0, 0x80],
    ],
  ],
];

describe.each(SAMPLES)('the sound track of %s', (codec, values) => {
  it('finds the silent channels and the last sound, however the bytes are split', () => {
    const sample = fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) });
    const recording = fc
      .integer({ min: 1, max: 4 })
      .chain((channels) =>
        fc.tuple(
          fc.constant(channels),
          fc.array(fc.array(sample, { minLength: channels, maxLength: channels }), { maxLength: 40 }),
        ),
      );
    fc.assert(
      fc.property(
        recording,
        fc.array(fc.nat(9), { minLength: 1, maxLength: 8 }),
        ([channels, frames], sizes) => {
          const bytes = Uint8Array.from(frames.flat().flatMap((index) => values[index]!));
          const track = makeSoundTrack(makeSampleMeter(loudValuesOf(codec)!, channels), channels);
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const end = Math.min(bytes.length, at + (sizes[turn % sizes.length]! || turn % 2));
            track.scan(bytes, at, end);
            at = end;
          }
          const silent = Array.from({ length: channels }, (_, channel) => channel).filter((channel) =>
            frames.every((frame) => frame[channel] === 0),
          );
          const lastAudible = frames.findLastIndex((frame) => frame.some((index) => index > 0));
          expect([track.silentChannels(), track.audibleBlocks()]).toEqual([silent.length, lastAudible + 1]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
