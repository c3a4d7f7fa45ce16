import { shifted, Timestamp } from '@recordings/call-record';
import { USUAL_ASSUMPTIONS } from './forecast-input.ts';
import { forecastSweep } from './forecast-sweep.ts';

const NOW = Timestamp.parse('2026-06-15T00:00:00.000Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Ranges of a day, the last of which ended before yesterday. */
const daysUntilNow = (days: number) =>
  Array.from({ length: days }, (_, at) => ({
    fromDate: shifted(NOW, (at - days - 2) * DAY_MS),
    toDate: shifted(NOW, (at - days - 1) * DAY_MS),
  }));

const input = {
  ...{ ranges: daysUntilNow(2), calls: 3_000, missing: 300, hasCdrs: true },
  ...{ retentionMs: 60 * DAY_MS, now: NOW, assumptions: USUAL_ASSUMPTIONS },
};

describe('the forecast of a sweep', () => {
  it('has a job for each range, its pages once for recordings and once for CDRs, and a download for each missing call', () => {
    const { jobs, requests, gb, tooLate } = forecastSweep(input);
    expect(jobs).toBe(2);
    expect(requests).toEqual({ create: 2, poll: 2, list: 4, cdrs: 4, download: 300, total: 312 });
    // 300 calls of 5 minutes, about 1 MB a minute.
    expect(gb).toBeCloseTo(1.44);
    expect(tooLate).toBe(0);
  });

  it('needs one listing for a group and a day whose calls are all stored', () => {
    const { requests, usd } = forecastSweep({ ...input, ranges: daysUntilNow(1), calls: 900, missing: 0 });
    expect(requests).toEqual({ create: 1, poll: 1, list: 1, cdrs: 1, download: 0, total: 4 });
    expect(usd.total).toBeLessThan(0.001);
  });

  it('requests no pages for CDRs of an OCP that exports none', () => {
    expect(forecastSweep({ ...input, hasCdrs: false }).requests.cdrs).toBe(0);
  });

  it('takes as long as the runs of the pooler that start its ranges, or as the request budget', () => {
    expect(forecastSweep({ ...input, ranges: daysUntilNow(30), missing: 0 }).hours).toBeCloseTo(7.5);
    // 61 s are spaced for 100 requests.
    expect(forecastSweep({ ...input, missing: 30_000 }).hours).toBeCloseTo((30_012 * 61) / 100 / 3_600, 1);
  });

  it('counts the missing calls that OCP deletes before their range is done, the oldest first', () => {
    const ranges = daysUntilNow(59);
    // It takes about 100 hours. The oldest range began 61 days ago, so its day is lost at once, and more meanwhile.
    const { hours, tooLate } = forecastSweep({ ...input, ranges, calls: 600_000, missing: 590_000 });
    expect(hours).toBeGreaterThan(99);
    expect(tooLate).toBeGreaterThan(10_000);
    expect(tooLate).toBeLessThan(30_000);
    const quick = forecastSweep({ ...input, ranges: daysUntilNow(57), calls: 100, missing: 57 });
    expect(quick.tooLate).toBe(0);
  });
});
