import {
  CallId,
  type ExportConstraints,
  GroupId,
  shifted,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import { awsPrices } from './aws-prices.ts';
import {
  type ForecastAssumptions,
  type ForecastInput,
  type ForecastWindow,
  USUAL_ASSUMPTIONS,
} from './forecast-input.ts';
import { forecastRecovery } from './forecast-recovery.ts';

const HOUR_MS = 3_600_000;
const NOW = timestampOf(Date.UTC(2026, 0, 20));

/** The vendor's. */
const wholeHours: ExportConstraints = {
  minRangeMinutes: 60,
  maxRangeMinutes: 2_880,
  alignMinutes: 60,
  runningJobsPerGroup: 1,
  jobLifeMinutes: 1_440,
  selectsBy: 'unknown',
  settleMinutes: 120,
};
const oneJobAWindow: ExportConstraints = {
  ...wholeHours,
  minRangeMinutes: 0,
  alignMinutes: 0,
  settleMinutes: 0,
  runningJobsPerGroup: 'unbounded',
};

/** A window whose calls last a minute and start one after the other, from so many hours before now. */
const windowAt = (hoursAgo: number, calls = 1, groupId = 'Acme_EN', tenantId = 'acme'): ForecastWindow => ({
  tenantId: TenantId.parse(tenantId),
  groupId: GroupId.parse(groupId),
  priority: 'normal',
  calls: Array.from({ length: calls }, (_, at) => {
    const callTimestamp = shifted(NOW, -hoursAgo * HOUR_MS + at * 60_000);
    return {
      callId: CallId.parse(`c-${at}`),
      callTimestamp,
      callEndTimestamp: shifted(callTimestamp, 60_000),
      recoverableUntil: shifted(callTimestamp, 60 * 24 * HOUR_MS),
    };
  }),
});

const forecast = (
  windows: readonly ForecastWindow[],
  constraints: ExportConstraints = wholeHours,
  over: Partial<ForecastAssumptions> = {},
) => {
  const constraintsOf: ForecastInput['constraintsOf'] = (groupId) =>
    groupId === 'Gone' ? undefined : constraints;
  return forecastRecovery({
    windows,
    constraintsOf,
    now: NOW,
    assumptions: { ...USUAL_ASSUMPTIONS, ...over },
  });
};

describe('the forecast of a recovery', () => {
  it('merges the windows of a group into one job as far as the longest range allows', () => {
    const { jobs } = forecast([windowAt(100), windowAt(99.5), windowAt(60), windowAt(49)]);
    expect(jobs).toMatchObject([
      { fromDate: '2026-01-15T20:00:00.000Z', toDate: '2026-01-17T13:00:00.000Z', windows: 3, calls: 3 },
      { fromDate: '2026-01-17T23:00:00.000Z', windows: 1, calls: 1 },
    ]);
  });

  it('gives each window a job where OCP allows any number of running jobs', () => {
    const { jobs, groups } = forecast([windowAt(100), windowAt(99.9)], oneJobAWindow);
    expect(jobs).toHaveLength(2);
    expect(groups).toMatchObject([{ windows: 2, calls: 2, exportJobs: 2 }]);
  });

  it('gives the tenants of a shared group jobs of their own', () => {
    const windows = [windowAt(10, 1, 'Shared', 'acme'), windowAt(10, 2, 'Shared', 'bolt')];
    expect(forecast(windows).groups).toMatchObject([
      { tenantId: 'acme', exportJobs: 1, calls: 1 },
      { tenantId: 'bolt', exportJobs: 1, calls: 2 },
    ]);
  });

  it('says when a job can start whose hours are not settled', () => {
    // Its call starts at 23:30, so the hour ends at 00:00 and is settled two hours later.
    expect(forecast([windowAt(0.5)]).jobs).toMatchObject([{ readyAt: '2026-01-20T02:00:00.000Z' }]);
  });

  it('counts a create, the polls, the pages of the listing and a download for each call', () => {
    const windows = [windowAt(10, 90), windowAt(12, 60)];
    expect(forecast(windows).ocpRequests).toEqual({ create: 1, poll: 1, list: 2, download: 150, total: 154 });
    const other = { pollsPerJob: 3, recordingsPerPage: 10, missingShare: 1 };
    expect(forecast(windows, wholeHours, other).ocpRequests).toMatchObject({ poll: 3, list: 15 });
  });

  it('gives the time that the budget needs, with the slack of its clock', () => {
    const budget = { maxRequests: 10, periodMs: 60_000, slackMs: 0 };
    expect(forecast([windowAt(10, 97)], wholeHours, { budget }).minutesAtBudget).toBe(10);
    expect(
      forecast([windowAt(10, 97)], wholeHours, { budget: { ...budget, slackMs: 6_000 } }).minutesAtBudget,
    ).toBe(11);
  });

  it('names the first deletion, and counts the calls that OCP deletes within these minutes', () => {
    // The first of the two is deleted now, the second in two minutes.
    const soon = windowAt(60 * 24, 2);
    const later = windowAt(24);
    const budget = { maxRequests: 10, periodMs: 60_000, slackMs: 0 };
    const { worstDeadline, callsDeletedSooner } = forecast([later, soon], wholeHours, { budget });
    expect(worstDeadline).toBe(NOW);
    expect(callsDeletedSooner).toBe(1);
  });

  it('gives the bytes of the calls: 16,000 a second, and of a usual call if the end is unknown', () => {
    const { calls, ...window } = windowAt(10, 1_000);
    expect(forecast([{ ...window, calls }]).gb).toBe(0.96);
    const endless = { ...window, calls: calls.map(({ callEndTimestamp: _, ...call }) => call) };
    expect(forecast([endless]).gb).toBe(4.8);
  });

  it('gives the price: requests by counted recoveries, download and storage by bytes', () => {
    const { calls, ...window } = windowAt(10, 10_000);
    const { usd, gb } = forecast([{ ...window, calls }]);
    expect(usd.download).toBeCloseTo(gb * awsPrices.prices.natGb, 3);
    expect(usd.storage).toBeCloseTo(gb * awsPrices.prices.s3GbMonth, 3);
    expect(usd.total).toBeCloseTo(usd.awsRequests + usd.download + usd.storage, 2);
    // At least what the writes of one revision of each record cost.
    expect(usd.awsRequests).toBeGreaterThan(10_000 * awsPrices.prices.dynamodbWriteUnit);
    expect(forecast([window, window].map((one) => ({ ...one, calls }))).usd.awsRequests).toBeCloseTo(
      2 * usd.awsRequests,
      2,
    );
  });

  it('leaves out a group that the tenant does not have', () => {
    const { groups, ocpRequests, callsDeletedSooner } = forecast([windowAt(60 * 24 + 1, 5, 'Gone')]);
    expect(groups).toEqual([]);
    expect(ocpRequests.total).toBe(0);
    expect(callsDeletedSooner).toBe(0);
  });
});
