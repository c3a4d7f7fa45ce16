import { ExportConstraints, timestampOf } from '@recordings/call-record';
import { chooseWideSizeMs, settledUntil } from './choose-wide-size.ts';

const HOUR_MS = 3_600_000;

const constraintsOf = (over: object): ExportConstraints =>
  ExportConstraints.parse({
    minRangeMinutes: 60,
    maxRangeMinutes: 2_880,
    alignMinutes: 60,
    runningJobsPerGroup: 1,
    jobLifeMinutes: 1_440,
    selectsBy: 'unknown',
    settleMinutes: 0,
    ...over,
  });

describe('chooseWideSizeMs', () => {
  it.each([
    [2_880, 60, 16],
    [300, 60, 1],
    [60, 60, 1],
    [600, 0, 200 / 60],
  ])('for ranges of at most %i minutes in steps of %i: %f hours', (maxRangeMinutes, alignMinutes, hours) => {
    const sizeMs = chooseWideSizeMs(constraintsOf({ maxRangeMinutes, alignMinutes, minRangeMinutes: 0 }));
    expect(sizeMs! / HOUR_MS).toBeCloseTo(hours);
  });

  it('is undefined for a group whose windows have a job each', () => {
    expect(chooseWideSizeMs(constraintsOf({ runningJobsPerGroup: 'unbounded' }))).toBeUndefined();
  });
});

describe('settledUntil', () => {
  it('is the last whole step that ended and settled', () => {
    const until = settledUntil(constraintsOf({ settleMinutes: 120 }), '2026-01-15T12:40:00.000Z');
    expect(timestampOf(until)).toBe('2026-01-15T10:00:00.000Z');
  });

  it('is the minute if ranges may end anywhere', () => {
    const until = settledUntil(constraintsOf({ alignMinutes: 0 }), '2026-01-15T12:40:10.000Z');
    expect(timestampOf(until)).toBe('2026-01-15T12:40:00.000Z');
  });
});
