import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { probeWhole, readRecording } from './recordings.ts';

/** One file of `fixtures/audio/reported`: what people have reported, and the right answer. */
type ReportedCase = {
  readonly file: string;
  readonly condition: string;
  readonly expectedVerdict: string;
  readonly expectedReason: string | null;
  readonly expectedDurationMs: number | null;
  readonly durationToleranceMs?: number;
  readonly sha256: string;
};

/** Flags that `cases.json` only wishes for. */
const WISHES: Readonly<Record<string, string>> = {
  'stereo-one-leg-silent.wav': 'ONE_SIDE_SILENT',
  'silent-tail-two-thirds.wav': 'SILENT_TAIL',
};

const cases = JSON.parse(
  readFileSync(new URL('../../../../fixtures/audio/reported/cases.json', import.meta.url), 'utf8'),
) as readonly ReportedCase[];

describe.each(cases)('the probe, given $file', (expected) => {
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
