import type { AudioCodec } from '../verdict.ts';
import { loudValuesOf } from './loud-values.ts';
import { makeSampleMeter } from './sample-meter.ts';
import { makeSoundTrack, type SoundTrack } from './sound-track.ts';

const track = (codec: AudioCodec, channels: number, ...chunks: number[][]): SoundTrack => {
  const sound = makeSoundTrack(makeSampleMeter(loudValuesOf(codec)!, channels), channels);
  for (const chunk of chunks) sound.scan(Uint8Array.from([0xee, ...chunk, 0xee]), 1, chunk.length + 1);
  return sound;
};
const isQuiet = (codec: AudioCodec, ...chunks: number[][]): boolean =>
  track(codec, 1, ...chunks).silentChannels() === 1;

describe('the sound track of samples', () => {
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
      expect(track('pcm_s16le', 1, chunk).audibleBlocks()).toBe(at + 1);
      expect(track('pcm_s16le', 2, chunk).audibleBlocks()).toBe(Math.floor(at / 2) + 1);
      expect(track('pcm_s16le', 1, chunk, [0, 0, 0]).audibleBlocks()).toBe(at + 1);
      expect(track('pcm_s16le', 1, [0], [0, 0], chunk.slice(1)).audibleBlocks()).toBe(at + 2);
    }
  });

  it('takes only digital zero of 8 bits for silence', () => {
    expect(isQuiet('pcm_u8', [128, 128])).toBe(true);
    expect(isQuiet('pcm_u8', [128, 127])).toBe(false);
    expect(isQuiet('pcm_u8', [129])).toBe(false);
  });

  it('knows the five quietest steps of mu-law and the two of A-law, with either sign', () => {
    const quietCodes = (codec: AudioCodec): number[] =>
      Array.from({ length: 256 }, (_, code) => code).filter((code) => isQuiet(codec, [code]));
    expect(quietCodes('pcm_mulaw')).toEqual([0x7b, 0x7c, 0x7d, 0x7e, 0x7f, 0xfb, 0xfc, 0xfd, 0xfe, 0xff]);
    expect(quietCodes('pcm_alaw')).toEqual([0x54, 0x55, 0xd4, 0xd5]);
  });

  const bytesOf = (write: (view: DataView) => void, bytes: number): number[] => {
    const array = new Uint8Array(bytes);
    write(new DataView(array.buffer));
    return [...array];
  };

  it.each<[AudioCodec, (value: number) => number[]]>([
    ['pcm_s24le', (value) => bytesOf((view) => view.setInt32(0, value * 0x8000_0000, true), 4).slice(1)],
    ['pcm_s32le', (value) => bytesOf((view) => view.setInt32(0, value * 0x7fff_ffff, true), 4)],
    ['pcm_f32le', (value) => bytesOf((view) => view.setFloat32(0, value, true), 4)],
    ['pcm_f64le', (value) => bytesOf((view) => view.setFloat64(0, value, true), 8)],
  ])('puts the limit of %s near -60 dBFS', (codec, sample) => {
    for (const value of [0, 0.0009, -0.0009])
      expect([value, isQuiet(codec, sample(value))]).toEqual([value, true]);
    for (const value of [0.0012, -0.0012, 0.9]) {
      expect([value, isQuiet(codec, sample(value))]).toEqual([value, false]);
    }
  });

  it.each<AudioCodec>(['pcm_mulaw', 'pcm_s16le', 'pcm_s24le', 'pcm_f64le'])(
    'counts the silent channels of %s, wherever chunks are split',
    (codec) => {
      const { sampleBytes } = loudValuesOf(codec)!;
      const quiet = Array.from({ length: sampleBytes }, (): number => (codec === 'pcm_mulaw' ? 0xff : 0));
      const loud = quiet.with(-1, 0x40);
      const frames = [
        ...quiet,
        ...quiet,
        ...quiet,
        ...quiet,
        ...loud,
        ...quiet,
        ...quiet,
        ...quiet,
        ...quiet,
      ];
      for (let at = 0; at < frames.length; at += 1) {
        const sound = track(codec, 3, frames.slice(0, at), frames.slice(at));
        expect([sound.silentChannels(), sound.audibleBlocks()]).toEqual([2, 2]);
      }
    },
  );
});
