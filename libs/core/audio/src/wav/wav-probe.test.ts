import { probeWhole } from '../../test/recordings.ts';
import { chunk, format, samples, wavFile } from '../../test/wav-file.ts';

const FMT = chunk('fmt ', format());
const DATA = chunk('data', samples(80));
const UNKNOWN = 0xffff_ffff;

const answer = (file: Uint8Array): string => {
  const verdict = probeWhole(file);
  if (verdict.verdict !== 'accept') return `${verdict.verdict} ${verdict.reason}`;
  return ['accept', verdict.audio.durationMs, ...verdict.flags].join(' ');
};

const long = (value: number): number[] => [
  value & 0xff,
  (value >> 8) & 0xff,
  (value >> 16) & 0xff,
  value >>> 24,
];
const ds64 = (formBytes: number[], dataBytes: number[]): number[] =>
  chunk('ds64', [...formBytes, ...dataBytes, ...Array.from({ length: 12 }, () => 0)]);
const NONE = [...long(0), ...long(0)];
const ALL = [...long(UNKNOWN), ...long(UNKNOWN)];

describe('the WAV probe', () => {
  it.each([
    ['unknown in the form, stated in data', [FMT, DATA], UNKNOWN],
    ['0 in the form, stated in data', [FMT, DATA], 0],
    ['unknown in both', [FMT, chunk('data', samples(80), UNKNOWN)], UNKNOWN],
    ['0 in both', [FMT, chunk('data', samples(80), 0)], 0],
    ['of the bare header, 0 in data', [FMT, chunk('data', samples(80), 0)], 36],
    ['too small in the form, stated in data', [FMT, DATA], 36],
    ['of a pipe in the form, stated in data', [FMT, DATA], 0x7fff_f024],
  ])('accepts all samples where the length is %s', (_, chunks, sizeBytes) => {
    expect(answer(wavFile(chunks, sizeBytes))).toBe('accept 10');
  });

  it.each([
    ['SoX and eSpeak', 0x7fff_f000],
    ['arecord', 0x8000_0000],
    ['the largest signed number', 0x7fff_ffff],
    ['the largest number less the header', UNKNOWN - 44],
  ])('accepts all samples where a pipe got the size of %s', (_, size) => {
    const file = (sizeBytes: number): string =>
      answer(wavFile([FMT, chunk('data', samples(80), size)], sizeBytes));
    expect(file(Math.min(size + 36, UNKNOWN))).toBe('accept 10');
    expect(file(UNKNOWN)).toBe('accept 10');
    expect(file(36)).toBe('accept 10');
    expect(file(196)).toBe('quarantine TRUNCATED');
    expect(file(0x4000_0000)).toBe('quarantine TRUNCATED');
  });

  it('ignores a fact chunk that a pipe made from a placeholder', () => {
    const gsm = chunk('fmt ', format({ tag: 0x31, bits: 0, blockBytes: 65, extension: [2, 0, 0x40, 1] }));
    const size = 0x7fff_f000 - (0x7fff_f000 % 65);
    const blocks = chunk(
      'data',
      Array.from({ length: 130 }, () => 0x20),
      size,
    );
    expect(answer(wavFile([gsm, chunk('fact', long(0x7000_0000)), blocks], size + 52))).toBe('accept 80');
  });

  it.each([35, 36, 43])('finds the data chunk behind a form whose size is %i', (sizeBytes) => {
    const stream = chunk('data', samples(80), UNKNOWN);
    expect(answer(wavFile([FMT, stream], sizeBytes))).toBe('accept 10');
    expect(answer(wavFile([FMT, chunk('LIST', [1, 2]), DATA], sizeBytes))).toBe('accept 10');
  });

  it('accepts whole samples in a form whose size is off by up to a chunk header', () => {
    for (const off of [-8, -7, -1, 1, 7, 8])
      expect(answer(wavFile([FMT, DATA], 196 + off))).toMatch('accept 10');
    expect(answer(wavFile([FMT, DATA], 196 + 9))).toBe('quarantine TRUNCATED');
    const odd = chunk('data', [1, 2, 3]).slice(0, -1);
    const withPadMissing = (off: number): string =>
      answer(wavFile([chunk('fmt ', format({ bits: 8 })), odd], 39 + off));
    expect([0, 2, 9].map(withPadMissing)).toEqual(['accept 0', 'accept 0', 'accept 0']);
    expect([1, 10].map(withPadMissing)).toEqual(['quarantine TRUNCATED', 'quarantine TRUNCATED']);
  });

  it('reads a last chunk that ends a little behind a form of wrong size, and finds it cut', () => {
    const info = chunk('LIST', samples(10));
    const whole = wavFile([FMT, DATA, info], 224 - 8);
    expect(answer(whole)).toBe('accept 10');
    expect(answer(whole.slice(0, -1))).toBe('quarantine TRUNCATED');
  });

  it('does not take an empty data chunk before others for a stream', () => {
    expect(answer(wavFile([FMT, chunk('data', []), chunk('LIST', [1, 2])]))).toBe('reject HEADER_ONLY');
  });

  it.each([0, 36, UNKNOWN])('rejects a stream of form size %i without samples', (sizeBytes) => {
    expect(answer(wavFile([FMT, chunk('data', [], 0)], sizeBytes))).toBe('reject HEADER_ONLY');
    expect(answer(wavFile([FMT, chunk('data', [], UNKNOWN)], sizeBytes))).toBe('reject HEADER_ONLY');
  });

  it('finds a stream cut if it ends inside a sample', () => {
    const file = wavFile([FMT, chunk('data', [...samples(80), 7], UNKNOWN)], UNKNOWN).slice(0, -1);
    expect(answer(file)).toBe('quarantine TRUNCATED');
  });

  it.each([
    ['fmt is missing', [DATA]],
    ['fmt comes late', [DATA, FMT]],
    ['data is missing', [FMT, chunk('LIST', [1, 2])]],
    ['fmt comes twice', [FMT, FMT, DATA]],
    ['data comes twice', [FMT, DATA, DATA]],
    ['fmt is too short', [chunk('fmt ', format().slice(0, 14)), DATA]],
    ['the form holds bytes that are not a chunk', [FMT, [...chunk('\0\0\0\0', [])], DATA]],
    ['data states less than the form holds', [FMT, chunk('data', samples(80), 20)]],
    ['a chunk after data runs past the form', [FMT, DATA, chunk('LIST', [1, 2], 500)]],
  ])('finds a file malformed where %s', (_, chunks) => {
    expect(answer(wavFile(chunks))).toBe('quarantine MALFORMED_HEADER');
  });

  it('finds a file cut if its form states more bytes than it has', () => {
    expect(answer(wavFile([FMT, DATA], 300))).toBe('quarantine TRUNCATED');
  });

  it('distinguishes a file that ends after its header from one that ends in a chunk before its samples', () => {
    const header = wavFile([FMT], 300);
    expect(answer(header)).toBe('reject HEADER_ONLY');
    expect(answer(wavFile([FMT, chunk('LIST', [], 200)], 300))).toBe('reject HEADER_ONLY');
    expect(answer(wavFile([FMT, chunk('LIST', [1, 2, 3, 4], 200)], 300))).toBe('quarantine TRUNCATED');
  });

  it('rejects a file without one whole sample, whatever length its header states', () => {
    expect(answer(wavFile([FMT, chunk('data', [], 160)], 196))).toBe('reject HEADER_ONLY');
    expect(answer(wavFile([FMT, chunk('data', [7], 1)]))).toBe('reject HEADER_ONLY');
  });

  it('states the length of the playable part of a cut file', () => {
    expect(probeWhole(wavFile([FMT, chunk('data', samples(40), 160)], 196))).toMatchObject({
      reason: 'TRUNCATED',
      audio: { durationMs: 5, codec: 'pcm_s16le' },
      detail: '80 of 160 declared sample bytes (10 ms) arrived',
    });
  });

  it('reads on where a writer left out the pad byte', () => {
    const unpadded = chunk('note', [1, 2, 3]).slice(0, -1);
    expect(answer(wavFile([unpadded, FMT, DATA]))).toBe('accept 10');
  });

  it.each([0xff, 0x7f, 0x55, 0xd5, 0x4c])('reads on behind a pad byte of %i', (padding) => {
    const speech = [...chunk('data', [1, 2, 3]).slice(0, -1), padding];
    const fmt = chunk('fmt ', format({ bits: 8 }));
    const list = chunk('LIST', [1, 2]);
    expect(answer(wavFile([fmt, speech, list]))).toBe('accept 0');
    expect(answer(wavFile([fmt, speech]))).toBe('accept 0');
    expect(answer(wavFile([chunk('odd ', [1]).with(9, padding), fmt, speech]))).toBe('accept 0');
  });

  it('quarantines a recording behind whose form as many bytes follow as half a second of samples has', () => {
    const more = (bytes: number[]): string => answer(Uint8Array.of(...wavFile([FMT, DATA]), ...bytes));
    expect(more(samples(3_990))).toBe('accept 10 TRAILING_DATA');
    expect(more(samples(4_000))).toBe('quarantine TRAILING_DATA');
    expect(more(samples(40_000, 0))).toBe('accept 10 TRAILING_DATA');
    expect(more(chunk('LIST', samples(4_000)))).toBe('accept 10 TRAILING_DATA');
    expect(more([...chunk('LIST', [1, 2]), ...samples(4_000)])).toBe('quarantine TRAILING_DATA');
    expect(more(chunk('LIST', samples(4_000), 1_000_000))).toBe('quarantine TRAILING_DATA');
    expect(more([...wavFile([FMT, chunk('data', samples(4_000))])])).toBe('quarantine TRAILING_DATA');
  });

  it('says how many bytes follow the form', () => {
    expect(probeWhole(Uint8Array.of(...wavFile([FMT, DATA]), 1, 2, 3))).toMatchObject({ trailingBytes: 3 });
    expect(probeWhole(wavFile([FMT, DATA]))).not.toHaveProperty('trailingBytes');
  });

  it('flags a silent side and a silent tail of any codec that it reads', () => {
    const stereo = chunk('fmt ', format({ channels: 2 }));
    const left = Array.from({ length: 20 }, (_, at) => samples(1, at % 2 === 0 ? 9_000 : 0)).flat();
    expect(answer(wavFile([stereo, chunk('data', left)]))).toBe('accept 1 ONE_SIDE_SILENT');
    const tail = [...samples(8_000), ...samples(16_000, 0)];
    expect(probeWhole(wavFile([FMT, chunk('data', tail)]))).toMatchObject({
      flags: ['SILENT_TAIL'],
      silentTailMs: 2_000,
    });
    const silentIma = [...[0, 0, 0, 0], ...Array.from({ length: 252 }, () => 0x80)];
    const ima = chunk('fmt ', format({ tag: 0x11, bits: 4, blockBytes: 256, extension: [2, 0, 0xf9, 1] }));
    expect(answer(wavFile([ima, chunk('data', silentIma)]))).toBe('accept 63 SILENT');
    expect(answer(wavFile([ima, chunk('data', silentIma.with(1, 0x10))]))).toBe('accept 63');
    const float = chunk('fmt ', format({ tag: 3, bits: 32 }));
    expect(answer(wavFile([float, chunk('data', samples(80, 0))]))).toBe('accept 5 SILENT');
  });

  it('keeps the length of the samples before a chunk that cannot be read', () => {
    expect(probeWhole(wavFile([FMT, DATA, [...chunk('\0\0\0\0', [])]]))).toMatchObject({
      reason: 'MALFORMED_HEADER',
      audio: { durationMs: 10 },
    });
  });

  it('does not flag a pad byte after the form as trailing data', () => {
    const speech = chunk('data', [1, 2, 3]).slice(0, -1);
    const file = wavFile([chunk('fmt ', format({ bits: 8 })), speech]);
    expect(answer(file)).toBe('accept 0');
    expect(answer(Uint8Array.of(...file, 0))).toBe('accept 0');
    expect(answer(Uint8Array.of(...file, 9))).toBe('accept 0 TRAILING_DATA');
    expect(answer(Uint8Array.of(...file, 0, 0))).toBe('accept 0 TRAILING_DATA');
  });

  it('flags silence and trailing bytes together', () => {
    const file = wavFile([FMT, chunk('data', samples(80, -32))]);
    expect(answer(Uint8Array.of(...file, 1, 2, 3))).toBe('accept 10 SILENT TRAILING_DATA');
  });

  it('uses the fact chunk only within the last block of a compressed codec', () => {
    const gsm = chunk('fmt ', format({ tag: 0x31, bits: 0, blockBytes: 65, extension: [2, 0, 0x40, 1] }));
    const blocks = chunk(
      'data',
      Array.from({ length: 130 }, () => 0x20),
    );
    const withFact = (frames: number): string => answer(wavFile([gsm, chunk('fact', long(frames)), blocks]));
    expect(withFact(640)).toBe('accept 80');
    expect(withFact(400)).toBe('accept 50');
    expect(withFact(8)).toBe('accept 80');
    expect(withFact(UNKNOWN)).toBe('accept 80');
    expect(withFact(641)).toBe('quarantine TRUNCATED');
  });

  it('takes the sizes of RF64 from ds64', () => {
    const data = chunk('data', samples(80), UNKNOWN);
    const rf64 = (sizes: number[], size = UNKNOWN): string =>
      answer(wavFile([sizes, FMT, data], size, 'RF64'));
    expect(rf64(ds64([...long(232), ...long(0)], [...long(160), ...long(0)]))).toBe('accept 10');
    expect(rf64(ds64([...long(232), ...long(0)], [...long(162), ...long(0)]))).toBe('quarantine TRUNCATED');
    expect(rf64(ds64(NONE, [...long(160), ...long(1)]))).toBe('quarantine TRUNCATED');
    expect(rf64(ds64(NONE, NONE))).toBe('accept 10');
    expect(rf64(ds64(ALL, ALL))).toBe('accept 10');
    expect(rf64([])).toBe('quarantine MALFORMED_HEADER');
    const sizes = [...long(220), ...long(0), ...long(160), ...long(0)];
    expect(rf64(chunk('ds64', sizes))).toBe('accept 10');
    expect(rf64(chunk('ds64', sizes.slice(0, 14)))).toBe('quarantine MALFORMED_HEADER');
  });
});
