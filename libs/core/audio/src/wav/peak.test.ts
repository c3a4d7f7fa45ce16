import { makePeakMeter } from './peak.ts';

const isQuiet = (
  codec: 'pcm_s16le' | 'pcm_u8' | 'pcm_mulaw' | 'pcm_alaw',
  ...chunks: number[][]
): boolean => {
  const meter = makePeakMeter(codec)!;
  for (const chunk of chunks) meter.scan(Uint8Array.from([0xee, ...chunk, 0xee]), 1, chunk.length + 1);
  return meter.isQuiet();
};

describe('makePeakMeter', () => {
  it('puts the limit of 16 bits at -60 dBFS, on both sides of zero', () => {
    expect(isQuiet('pcm_s16le', [32, 0, 0xe0, 0xff])).toBe(true);
    expect(isQuiet('pcm_s16le', [33, 0])).toBe(false);
    expect(isQuiet('pcm_s16le', [0xdf, 0xff])).toBe(false);
  });

  it('joins a sample that is split between two chunks', () => {
    expect(isQuiet('pcm_s16le', [0], [1], [])).toBe(false);
    expect(isQuiet('pcm_s16le', [0xe0], [], [0xff, 0xff], [0xff])).toBe(true);
    expect(isQuiet('pcm_s16le', [0, 0, 0], [0x7f, 0, 0])).toBe(false);
  });

  it('keeps the half of a sample over an empty chunk', () => {
    expect(isQuiet('pcm_s16le', [0], [], [0])).toBe(true);
  });

  it('does not forget a loud sample when the next one is quiet', () => {
    expect(isQuiet('pcm_s16le', [0, 0x7f, 0], [0, 0])).toBe(false);
    expect(isQuiet('pcm_u8', [0], [128])).toBe(false);
  });

  it('finds a loud sample at any place', () => {
    for (let at = 0; at < 10; at += 1) {
      const chunk = Array.from({ length: 20 }, (_, index) => (index === at * 2 + 1 ? 0x80 : 0));
      expect(isQuiet('pcm_s16le', chunk)).toBe(false);
    }
  });

  it('takes only digital zero of 8 bits for silence', () => {
    expect(isQuiet('pcm_u8', [128, 128])).toBe(true);
    expect(isQuiet('pcm_u8', [128, 127])).toBe(false);
    expect(isQuiet('pcm_u8', [129])).toBe(false);
  });

  it('knows the five quietest steps of mu-law and the two of A-law, with either sign', () => {
    const quietCodes = (codec: 'pcm_mulaw' | 'pcm_alaw'): number[] =>
      Array.from({ length: 256 }, (_, code) => code).filter((code) => isQuiet(codec, [code]));
    expect(quietCodes('pcm_mulaw')).toEqual([0x7b, 0x7c, 0x7d, 0x7e, 0x7f, 0xfb, 0xfc, 0xfd, 0xfe, 0xff]);
    expect(quietCodes('pcm_alaw')).toEqual([0x54, 0x55, 0xd4, 0xd5]);
  });

  it('does not judge a codec whose samples it cannot see', () => {
    expect(makePeakMeter('gsm_ms')).toBeUndefined();
  });
});
