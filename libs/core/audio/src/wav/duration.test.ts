import { durationMsOf, framesIn, missingFrames, splitsBlock } from './duration.ts';
import type { WavFormat } from './format.ts';

const pcm24: WavFormat = {
  codec: 'pcm_s24le',
  blockBytes: 3,
  framesPerBlock: 1,
  channels: 1,
  sampleRateHz: 8_000,
};
const gsm: WavFormat = {
  codec: 'gsm_ms',
  blockBytes: 65,
  framesPerBlock: 320,
  channels: 1,
  sampleRateHz: 8_000,
};

describe('durationMsOf', () => {
  it('is exact for long recordings, and rounds to the nearest millisecond', () => {
    expect(durationMsOf(pcm24, 28_800_000)).toBe(3_600_000);
    expect(durationMsOf(pcm24, 12)).toBe(2);
    expect(durationMsOf(pcm24, 11)).toBe(1);
  });
});

describe('framesIn', () => {
  it('counts whole blocks if there is no fact chunk', () => {
    expect(framesIn(gsm, 65)).toBe(320);
    expect(framesIn(gsm, 129)).toBe(320);
    expect(framesIn(pcm24, 8)).toBe(2);
  });

  it('uses the fact chunk from the first to the last frame of the last block', () => {
    expect([320, 321, 639, 640, 641].map((fact) => framesIn(gsm, 130, fact))).toEqual([
      640, 321, 639, 640, 640,
    ]);
  });
});

describe('missingFrames', () => {
  it('counts the frames that the fact chunk declares and the blocks lack', () => {
    expect([640, 641, 0xffff_fffe, 0xffff_ffff].map((fact) => missingFrames(gsm, 130, fact))).toEqual([
      0,
      1,
      0xffff_fffe - 640,
      0,
    ]);
    expect(missingFrames({ ...gsm, channels: 2 }, 130, 1_280)).toBe(0);
    expect(missingFrames(pcm24, 3, 100)).toBe(0);
  });
});

describe('splitsBlock', () => {
  it('finds a rest of a block, but not one pad byte to an even offset', () => {
    expect([9, 10, 11, 12, 13, 16].map((bytes) => splitsBlock(pcm24, bytes))).toEqual([
      false,
      false,
      true,
      false,
      true,
      false,
    ]);
  });
});
