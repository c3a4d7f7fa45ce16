import { contradictingRate } from './sample-rate.ts';

const pcm = { blockBytes: 2, framesPerBlock: 1, channels: 1 };
const stereo24 = { blockBytes: 6, framesPerBlock: 1, channels: 2 };
const gsm = { blockBytes: 65, framesPerBlock: 320, channels: 1 };
const ima = { blockBytes: 256, framesPerBlock: 505, channels: 1 };

describe('contradictingRate', () => {
  it.each([
    [73_536, 16_000, pcm],
    [44_100, 16_000, pcm],
    [8_064, 16_000, pcm],
    [24_000, 16_000, pcm],
    [73_536, 1_625, gsm],
    [11_025, 4_055, ima],
  ])('finds the rate of %i Hz contradicted by %i bytes a second', (sampleRateHz, byteRate, layout) => {
    expect(contradictingRate({ sampleRateHz, byteRate, ...layout })).toBe(8_000);
  });

  it.each([
    ['that fits', 8_000, 16_000, pcm],
    ['of GSM, rounded', 8_000, 1_625, gsm],
    ['of ADPCM, rounded', 8_000, 4_055, ima],
    ['of 0', 8_000, 0, pcm],
    ['counted as stereo', 8_000, 32_000, pcm],
    ['that leaves out the bytes of a sample', 16_000, 16_000, pcm],
    ['in bits', 8_000, 128_000, pcm],
    ['that leaves out bytes and channels', 48_000, 48_000, stereo24],
    ['of no usual rate', 8_000, 12_345, pcm],
    ['that fits an unusual rate', 9_000, 18_000, pcm],
  ])('believes the stated rate beside a byte rate %s', (_, sampleRateHz, byteRate, layout) => {
    expect(contradictingRate({ sampleRateHz, byteRate, ...layout })).toBeUndefined();
  });
});
