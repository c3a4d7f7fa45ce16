import fc from 'fast-check';
import { expectations, probeWhole, readRecording } from './recordings.ts';
import { chunk, format, samples, wavFile } from './wav-file.ts';

/** Files that say how long they are. MP3s without an Info header and WAVs from a pipe do not. */
const withLength = expectations.filter(
  ({ path, verdict }) =>
    verdict === 'accept' && !/stream-size|mp3-cbr-8k|mp3-cbr-16k|trailing|id3v1/.test(path),
);

describe.each(withLength)('a cut copy of $path', ({ path }) => {
  const bytes = readRecording(path);

  it('is never accepted, wherever it is cut', () => {
    const anywhere = fc.oneof(
      fc.integer({ min: 0, max: 128 }),
      fc.integer({ min: 0, max: bytes.length - 1 }),
      fc.integer({ min: bytes.length - 64, max: bytes.length - 1 }),
    );
    fc.assert(
      fc.property(anywhere, (length) => {
        expect(probeWhole(bytes.subarray(0, length)).verdict).not.toBe('accept');
      }),
      { numRuns: 150 },
    );
  });
});

describe('a small PCM file, cut at every byte', () => {
  const whole = wavFile([
    chunk('LIST', [1, 2, 3]),
    chunk('fmt ', format()),
    chunk('data', samples(40)),
    chunk('cue ', [0, 0, 0, 0]),
  ]);

  it('is accepted whole', () => {
    expect(probeWhole(whole).verdict).toBe('accept');
  });

  it.each(Array.from({ length: whole.length }, (_, length) => length))('is not accepted at %i', (length) => {
    expect(probeWhole(whole.subarray(0, length)).verdict).not.toBe('accept');
  });
});

describe('an MP3 without an Info header', () => {
  it('is accepted only where the cut falls between two frames', () => {
    const bytes = readRecording('calls/en-mp3-cbr-8k.mp3');
    const frameBytes = 144;
    for (let length = 5 * frameBytes; length < 8 * frameBytes; length += 1) {
      const { verdict } = probeWhole(bytes.subarray(0, length));
      expect([length, verdict === 'accept']).toEqual([length, length % frameBytes === 0]);
    }
  });
});
