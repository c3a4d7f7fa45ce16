import { createHash } from 'node:crypto';
import { probeWhole, readRecording, reportedCases } from './recordings.ts';

/** Flags that `cases.json` only wishes for. */
const WISHES: Readonly<Record<string, string>> = {
  'stereo-one-leg-silent.wav': 'ONE_SIDE_SILENT',
  'silent-tail-two-thirds.wav': 'SILENT_TAIL',
};

describe.each(reportedCases)('the probe, given $file', (expected) => {
  const bytes = readRecording(`reported/${expected.file}`);
  const verdict = probeWhole(bytes);

  it('reads the file the expectation was made for', () => {
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(expected.sha256);
  });

  it(`says ${expected.expectedVerdict} ${expected.expectedReason ?? ''} (${expected.condition})`, () => {
    expect(verdict.verdict).toBe(expected.expectedVerdict);
    if (verdict.verdict !== 'accept') expect(verdict.reason).toBe(expected.expectedReason);
    else if (expected.expectedReason !== null) expect(verdict.flags).toContain(expected.expectedReason);
  });

  const wish = WISHES[expected.file];
  if (wish !== undefined) {
    it(`flags it as ${wish}`, () => {
      expect(verdict).toMatchObject({ flags: [wish] });
    });
  }

  it('states the length of an accepted recording', () => {
    if (expected.expectedDurationMs === null) return;
    const { durationMs } = verdict.audio!;
    expect(Math.abs(durationMs - expected.expectedDurationMs)).toBeLessThanOrEqual(
      expected.durationToleranceMs!,
    );
  });
});
