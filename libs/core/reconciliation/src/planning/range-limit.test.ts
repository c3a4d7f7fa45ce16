import type { ExportJob } from '../export-job/export-job.ts';
import { exported, failed } from '../export-job/test-export-job.ts';
import { limitRange, nextRangeLimit } from './range-limit.ts';
import { minute, omilia } from './test-exports.ts';

/** A job over one hour. */
const judgedAs = (verdict: object): ExportJob => ({ ...exported, verdict }) as ExportJob;
const cutOff = judgedAs({ kind: 'incomplete', reason: 'limit of pages', isCutOff: true });
const whole = judgedAs({ kind: 'trusted', reason: '' });
const DAY = 1_440;

describe('the range of the next export', () => {
  it('is half as long after a listing that was cut off', () => {
    expect(nextRangeLimit(undefined, cutOff, minute(100))).toEqual({ minutes: 30, since: minute(100) });
  });

  it('is half of the shorter range again if that was cut off too', () => {
    const half = { ...cutOff, toDate: minute(30) } as ExportJob;
    const limit = { minutes: 30, since: minute(100) };
    expect(nextRangeLimit(limit, half, minute(200))).toEqual({ minutes: 15, since: minute(200) });
  });

  it('stays for a day after a whole listing, then grows until the limit has no effect', () => {
    const limit = { minutes: 30, since: minute(0) };
    expect(nextRangeLimit(limit, whole, minute(DAY - 1))).toEqual(limit);
    expect(nextRangeLimit(limit, whole, minute(DAY))).toEqual({ minutes: 60, since: minute(DAY) });
    expect(nextRangeLimit({ minutes: 30_000, since: minute(0) }, whole, minute(DAY))).toBeUndefined();
  });

  it('does not change by a job that failed, or by a listing that is incomplete for another reason', () => {
    const limit = { minutes: 30, since: minute(100) };
    expect(nextRangeLimit(limit, failed, minute(200))).toEqual(limit);
    const unreadable = judgedAs({ kind: 'incomplete', reason: 'a row cannot be read' });
    expect(nextRangeLimit(undefined, unreadable, minute(200))).toBeUndefined();
  });
});

describe('limitRange', () => {
  it('gives the shorter of the two ranges, and never one that OCP refuses', () => {
    const since = minute(0);
    expect(limitRange(omilia, undefined)).toBe(omilia);
    const ranges = [1, 61, 100_000].map((minutes) => limitRange(omilia, { minutes, since }).maxRangeMinutes);
    const shortest = Math.max(omilia.minRangeMinutes, omilia.alignMinutes);
    expect(ranges).toEqual([Math.max(1, shortest), Math.max(61, shortest), omilia.maxRangeMinutes]);
  });
});
