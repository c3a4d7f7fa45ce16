import {
  type ExportConstraints,
  GroupId,
  ReconciliationId,
  TenantId,
  type Timestamp,
  timestampOf,
} from '@recordings/call-record';
import type { ExportPolicy } from '../export-job/export-policy.ts';
import type { WaitingWindow } from './waiting-window.ts';

/** Constraints, policy and windows for tests; minute 0 is 2026-01-15 10:00 UTC. */
export const MINUTE_MS = 60_000;
export const minute = (minutes: number): Timestamp =>
  timestampOf(Date.UTC(2026, 0, 15, 10) + minutes * MINUTE_MS);

/** The vendor's: whole hours, one hour to two days, one job a group. */
export const omilia: ExportConstraints = {
  minRangeMinutes: 60,
  maxRangeMinutes: 2_880,
  alignMinutes: 60,
  runningJobsPerGroup: 1,
  jobLifeMinutes: 1_440,
  selectsBy: 'unknown',
  settleMinutes: 0,
};
/** The requirement documents': any range, one job a window. */
export const relaxed: ExportConstraints = {
  ...omilia,
  minRangeMinutes: 0,
  alignMinutes: 0,
  runningJobsPerGroup: 'unbounded',
  selectsBy: 'start',
};

export const policy: ExportPolicy = {
  pollDelayMs: 5 * MINUTE_MS,
  pollDelayGrowth: 1.5,
  maxPollDelayMs: 15 * MINUTE_MS,
  maxPolls: 6,
  pollRetryDelaysMs: [15_000, 30_000, 60_000],
  failedPollDelayMs: MINUTE_MS,
  maxTotalMs: 120 * MINUTE_MS,
  jobLifeMs: 1_440 * MINUTE_MS,
  busyDelayMs: 2 * MINUTE_MS,
  createRetryDelaysMs: [1_000, 5_000, 30_000],
  overloadedCreateDelaysMs: [30_000, 60_000, 120_000],
  listingRetryDelaysMs: [10_000, 20_000, 40_000],
  createLeaseMs: MINUTE_MS,
  overdueAfterMs: 3 * MINUTE_MS,
};

export const acme = TenantId.parse('acme');
export const bolt = TenantId.parse('bolt');

/** A window whose first call starts at minute `from`, its last at `to`, and ends at `end`. */
export const waitingWindow = (
  id: string,
  [from, to, end]: readonly [number, number, number],
  over: Partial<WaitingWindow> = {},
): WaitingWindow => ({
  reconciliationId: ReconciliationId.parse(id),
  tenantId: acme,
  groupId: GroupId.parse('Acme_EN'),
  priority: 'normal',
  firstStart: minute(from),
  lastStart: minute(to),
  lastEnd: minute(end),
  waitingSince: minute(0),
  ...over,
});
