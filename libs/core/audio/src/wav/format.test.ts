import { format } from '../../test/wav-file.ts';
import { readWavFormat } from './format.ts';

const read = (given: Parameters<typeof format>[0]) => readWavFormat(Uint8Array.from(format(given)));

const PCM_GUID = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
const extension = (guid: number[]): number[] => [22, 0, 16, 0, 3, 0, 0, 0, ...guid];

describe('readWavFormat', () => {
  it.each([
    [{ bits: 8 }, 'pcm_u8', 1, 1],
    [{ channels: 2 }, 'pcm_s16le', 4, 1],
    [{ bits: 24, channels: 2 }, 'pcm_s24le', 6, 1],
    [{ bits: 32 }, 'pcm_s32le', 4, 1],
    [{ tag: 3, bits: 32 }, 'pcm_f32le', 4, 1],
    [{ tag: 3, bits: 64 }, 'pcm_f64le', 8, 1],
    [{ tag: 6, bits: 8, channels: 2 }, 'pcm_alaw', 2, 1],
    [{ tag: 7, bits: 8 }, 'pcm_mulaw', 1, 1],
    [{ tag: 0x11, bits: 4, blockBytes: 256, extension: [2, 0, 0xf9, 0x01] }, 'adpcm_ima_wav', 256, 505],
    [{ tag: 0x11, bits: 4, blockBytes: 512, channels: 2 }, 'adpcm_ima_wav', 512, 505],
    [{ tag: 0x31, bits: 0, blockBytes: 65 }, 'gsm_ms', 65, 320],
    [{ tag: 0xfffe, extension: extension(PCM_GUID) }, 'pcm_s16le', 2, 1],
  ])('reads %j as %s', (given, codec, blockBytes, framesPerBlock) => {
    const { channels = 1 } = given as { channels?: number };
    expect(read(given)).toEqual({ codec, blockBytes, framesPerBlock, channels, sampleRateHz: 8000 });
  });

  it.each([{ channels: 32 }, { sampleRateHz: 1_000 }, { sampleRateHz: 384_000 }])(
    'reads %j, the last value of the range',
    (given) => {
      expect(read(given)).toMatchObject({ codec: 'pcm_s16le', ...given });
    },
  );

  it.each([
    { channels: 0 },
    { channels: 33 },
    { sampleRateHz: 0 },
    { sampleRateHz: 999 },
    { sampleRateHz: 384_001 },
    { blockBytes: 3 },
    { blockBytes: 0 },
    { bits: 0, blockBytes: 2 },
    { bits: 13, blockBytes: 2 },
    { tag: 7, bits: 8, blockBytes: 2 },
    { tag: 0x11, bits: 4, blockBytes: 4 },
    { tag: 0x11, bits: 4, blockBytes: 255 },
    { tag: 0x11, bits: 4, blockBytes: 256, extension: [2, 0, 1, 0] },
    { tag: 0x31, bits: 0, blockBytes: 33 },
  ])('finds %j contradictory', (given) => {
    expect(read(given)).toMatchObject({ verdict: 'quarantine', reason: 'MALFORMED_HEADER' });
  });

  it.each([
    { tag: 2, bits: 4, blockBytes: 256 },
    { tag: 0x55, bits: 0, blockBytes: 1 },
    { tag: 7, bits: 16 },
    { bits: 12, blockBytes: 2 },
    { tag: 0x31, bits: 0, blockBytes: 65, channels: 2 },
    { tag: 0xfffe },
    { tag: 0xfffe, extension: extension(PCM_GUID.with(15, 0)) },
    { tag: 0xfffe, extension: extension(PCM_GUID.with(0, 0xfe).with(1, 0xff)) },
  ])('does not read the codec of %j', (given) => {
    expect(read(given)).toMatchObject({ verdict: 'quarantine', reason: 'UNSUPPORTED_FORMAT' });
  });
});
