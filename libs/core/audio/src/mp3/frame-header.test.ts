import { isSameStream, readFrameHeader } from './frame-header.ts';

const read = (...bytes: number[]) => readFrameHeader(Uint8Array.from(bytes));

describe('readFrameHeader', () => {
  it.each([
    ['MPEG 1, 64 kbit/s at 44.1 kHz', [0xff, 0xfb, 0x50, 0x04], [1, 2, 44_100, 1152, 208, 32]],
    ['the same with a padding byte', [0xff, 0xfb, 0x52, 0x04], [1, 2, 44_100, 1152, 209, 32]],
    ['MPEG 2, 32 kbit/s at 16 kHz mono', [0xff, 0xf3, 0x48, 0xc4], [2, 1, 16_000, 576, 144, 9]],
    ['MPEG 2.5, 16 kbit/s at 8 kHz mono', [0xff, 0xe3, 0x28, 0xc4], [2.5, 1, 8_000, 576, 144, 9]],
    ['MPEG 1, 320 kbit/s at 48 kHz mono', [0xff, 0xfb, 0xe4, 0xc0], [1, 1, 48_000, 1152, 960, 17]],
  ])(
    'reads %s',
    (_, bytes, [mpegVersion, channels, sampleRateHz, samplesPerFrame, frameBytes, sideBytes]) => {
      expect(read(...bytes)).toEqual({
        mpegVersion,
        channels,
        sampleRateHz,
        samplesPerFrame,
        frameBytes,
        sideBytes,
      });
    },
  );

  it.each([
    ['no sync', [0xff, 0x1b, 0x50, 0x04]],
    ['a reserved version', [0xff, 0xeb, 0x50, 0x04]],
    ['layer II', [0xff, 0xfd, 0x50, 0x04]],
    ['free format', [0xff, 0xfb, 0x00, 0x04]],
    ['a forbidden bitrate', [0xff, 0xfb, 0xf0, 0x04]],
    ['a reserved rate', [0xff, 0xfb, 0x5c, 0x04]],
    ['a reserved emphasis', [0xff, 0xfb, 0x50, 0x06]],
  ])('refuses %s', (_, bytes) => {
    expect(read(...bytes)).toBeUndefined();
  });

  it('reads every bitrate of MPEG 1, at 44.1 kHz', () => {
    const lengths = Array.from({ length: 14 }, (_, at) => read(0xff, 0xfb, (at + 1) << 4, 0x04)?.frameBytes);
    expect(lengths).toEqual([104, 130, 156, 182, 208, 261, 313, 365, 417, 522, 626, 731, 835, 1044]);
  });

  it('reads every bitrate of MPEG 2, at 24 kHz', () => {
    const lengths = Array.from(
      { length: 14 },
      (_, at) => read(0xff, 0xf3, ((at + 1) << 4) | 4, 0xc4)?.frameBytes,
    );
    expect(lengths).toEqual([24, 48, 72, 96, 120, 144, 168, 192, 240, 288, 336, 384, 432, 480]);
  });

  it.each([0xfb, 0xf3, 0xe3])('refuses free format of the version in %i', (second) => {
    expect(read(0xff, second, 0x00, 0x04)).toBeUndefined();
  });

  it('lets frames of one stream change bitrate and stereo mode only', () => {
    const stereo = read(0xff, 0xfb, 0x50, 0x04)!;
    expect(isSameStream(stereo, read(0xff, 0xfb, 0x90, 0x44)!)).toBe(true);
    expect(isSameStream(stereo, read(0xff, 0xfb, 0x50, 0xc4)!)).toBe(false);
    expect(isSameStream(stereo, read(0xff, 0xfb, 0x54, 0x04)!)).toBe(false);
    expect(isSameStream(stereo, read(0xff, 0xf3, 0x50, 0x04)!)).toBe(false);
  });
});
