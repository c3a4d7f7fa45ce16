import fc from 'fast-check';
import { probeChunks, probeWhole, readRecording } from './recordings.ts';

const VERDICTS = ['accept', 'quarantine', 'reject'];

const SIGNATURES = [
  'RIFF\x00\x01\x00\x00WAVE',
  'RF64\xff\xff\xff\xffWAVEds64',
  'ID3\x04\x00\x00',
  '\xff\xe3\x38\xc4',
  'RIFF',
];
const latin1 = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));

describe('the probe, given hostile bytes', () => {
  it('has an answer for any bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), (chunks) => {
        expect(VERDICTS).toContain(probeChunks(chunks).verdict);
      }),
      { numRuns: 500 },
    );
  });

  it('has an answer for any bytes behind a known signature', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SIGNATURES), fc.uint8Array({ maxLength: 400 }), (signature, rest) => {
        const verdict = probeChunks([Uint8Array.from(latin1(signature)), rest]);
        expect(VERDICTS).toContain(verdict.verdict);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    'calls/en-pcm16-8k-mono.wav',
    'calls/en-extensible-8k-stereo.wav',
    'calls/es-ima-adpcm-8k-mono.wav',
    'calls/en-gsm610-wav49-8k-mono.wav',
    'odd/en-rf64-8k-mono.wav',
    'calls/en-mp3-id3v2-id3v1.mp3',
    'calls/es-mp3-vbr-xing-16k.mp3',
  ])('states a sane length for %s, whatever its header is changed to', (path) => {
    const bytes = readRecording(path).slice(0, 6000);
    const change = fc.record({ at: fc.nat(127), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const mutant = bytes.slice();
        for (const { at, to } of changes) mutant[at] = to;
        const answer = probeWhole(mutant);
        const { verdict, audio } = answer;
        expect(VERDICTS).toContain(verdict);
        if (audio === undefined) return;
        expect(Number.isSafeInteger(audio.durationMs)).toBe(true);
        if (answer.verdict === 'accept') {
          expect(answer.silentTailMs ?? 0).toBeLessThanOrEqual(audio.durationMs);
          expect(answer.trailingBytes ?? 0).toBeLessThan(mutant.length);
        }
        // The lowest rate that is believed is 1 kHz, the densest codec holds two frames a byte.
        expect(audio.durationMs).toBeLessThanOrEqual(mutant.length * 320);
      }),
      { numRuns: 300 },
    );
  });
});
