import { readFrameHeader } from './frame-header.ts';
import { makeStreamFrames, type StreamFrames } from './stream-frames.ts';

/** MPEG 1, 44.1 kHz; MPEG 2.5, 8 kHz. */
const STEREO_1 = [0xff, 0xfb, 0x90, 0x04];
const MONO_1 = [0xff, 0xfb, 0x90, 0xc4];
const STEREO_25 = [0xff, 0xe3, 0x48, 0x04];
const MONO_25 = [0xff, 0xe3, 0x28, 0xc4];
const MIDDLE_SIDE = 0x64;

const framesOf = (header: number[]): StreamFrames =>
  makeStreamFrames(readFrameHeader(Uint8Array.from(header))!, Uint8Array.from(header));

/** Side information whose granules have these fields, from `at` bits on, `granuleBits` each. */
const sideOf = (
  bytes: number,
  at: number,
  granuleBits: number,
  granules: [number, number, number][],
): Uint8Array => {
  const bits = Array.from({ length: bytes * 8 }, () => 0);
  granules.forEach(([length, bigValues, gain], index) => {
    const text =
      length.toString(2).padStart(12, '0') +
      bigValues.toString(2).padStart(9, '0') +
      gain.toString(2).padStart(8, '0');
    for (const [offset, bit] of [...text].entries()) bits[at + index * granuleBits + offset] = Number(bit);
  });
  return Uint8Array.from({ length: bytes }, (_, byte) =>
    Number.parseInt(bits.slice(byte * 8, byte * 8 + 8).join(''), 2),
  );
};
const SILENT: [number, number, number] = [0, 0, 210];
const LOUD: [number, number, number] = [300, 40, 200];
const FAINT: [number, number, number] = [4, 0, 100];

const heard = (header: number[], side: Uint8Array, modeByte = header[3]!): [number, number] => {
  const frames = framesOf(header);
  frames.listen(7, modeByte, side, side.length);
  return [frames.silentChannels(), frames.audibleFrames()];
};

describe('the sound of MP3 frames', () => {
  it('hears every granule of every channel', () => {
    for (const loudAt of [0, 1, 2, 3]) {
      const granules = [SILENT, FAINT, SILENT, SILENT].with(loudAt, LOUD);
      expect(heard(STEREO_1, sideOf(32, 20, 59, granules))).toEqual([1, 7]);
    }
    expect(heard(STEREO_1, sideOf(32, 20, 59, [LOUD, LOUD, SILENT, SILENT]))).toEqual([0, 7]);
    expect(heard(MONO_1, sideOf(17, 18, 59, [SILENT, LOUD]))).toEqual([0, 7]);
    expect(heard(STEREO_25, sideOf(17, 10, 63, [SILENT, LOUD]))).toEqual([1, 7]);
    expect(heard(MONO_25, sideOf(9, 9, 63, [LOUD]))).toEqual([0, 7]);
    expect(heard(MONO_25, sideOf(9, 9, 63, [FAINT]))).toEqual([1, 0]);
  });

  it('hears both channels in a frame that codes them together', () => {
    expect(heard(STEREO_1, sideOf(32, 20, 59, [LOUD, SILENT, LOUD, SILENT]), MIDDLE_SIDE)).toEqual([0, 7]);
    expect(heard(STEREO_1, sideOf(32, 20, 59, [SILENT, SILENT, SILENT, SILENT]), MIDDLE_SIDE)).toEqual([
      2, 0,
    ]);
  });

  it('hears a low gain with large coefficients', () => {
    const side = sideOf(9, 9, 63, [[900, 100, 120]]);
    expect(heard(MONO_25, side)).toEqual([1, 0]);
    // Table 23, of up to 8,206: 13 bits behind the scale factors and the window bit.
    const at = 9 + 29 + 9 + 1;
    const table = side.slice();
    for (const bit of [0, 2, 3, 4]) table[(at + bit) >> 3]! |= 0x80 >> ((at + bit) & 7);
    expect(heard(MONO_25, table)).toEqual([0, 7]);
  });

  it('takes frames of the same stream only, of any bitrate and padding', () => {
    const { bytesOf, sideEndOf } = framesOf(MONO_25);
    const of = (index: number, byte: number): number => bytesOf(Uint8Array.from(MONO_25).with(index, byte));
    expect([bytesOf(Uint8Array.from(MONO_25)), of(2, 0x2a), of(2, 0x38), of(1, 0xe2)]).toEqual([
      144, 145, 216, 144,
    ]);
    expect([
      of(2, 0x08),
      of(2, 0xf8),
      of(2, 0x24),
      of(3, 0x44),
      of(3, 0xc6),
      of(1, 0xf3),
      of(0, 0xfe),
    ]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([sideEndOf(Uint8Array.from(MONO_25)), sideEndOf(Uint8Array.from(MONO_25).with(1, 0xe2))]).toEqual([
      9, 11,
    ]);
  });
});
