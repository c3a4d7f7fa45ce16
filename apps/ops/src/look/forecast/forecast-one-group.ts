import { epochMsOf, type GroupId, type TenantId, type Timestamp } from '@recordings/call-record';
import { type ForecastAssumptions, forecastRecovery, type RecoveryForecast } from '@recordings/forecast';
import type { GroupToRecover } from './collect-groups.ts';

/** What the recovery of the missing calls of one group needs if nothing fails. */
export type ForecastOfGroup = Pick<RecoveryForecast, 'gb' | 'usd' | 'ocpRequests'> & {
  readonly tenant: TenantId;
  readonly group: GroupId;
  readonly calls: number;
  readonly jobs: number;
  /** Until the last of them is downloaded, if the other groups have no missing calls. */
  readonly hours: number;
  /** The first time at which OCP deletes one of the recordings. */
  readonly firstDeletion: Timestamp;
};

const HOUR_MS = 3_600_000;
/** A worker polls a job first so long after it created it, unless POLL_DELAY_SECONDS is another time. */
const FIRST_POLL_MS = 5 * 60_000;

/** Forecasts one group alone. */
export const forecastOneGroup = (
  { tenantId, groupId, constraints, windows }: GroupToRecover,
  assumptions: ForecastAssumptions,
  now: Timestamp,
): ForecastOfGroup => {
  const forecast = forecastRecovery({ windows, constraintsOf: () => constraints, now, assumptions });
  const { jobs, gb, usd, ocpRequests, minutesAtBudget, worstDeadline } = forecast;
  return {
    tenant: tenantId,
    group: groupId,
    calls: windows.reduce((sum, { calls }) => sum + calls.length, 0),
    jobs: jobs.length,
    hours: Math.max(minutesAtBudget / 60, hoursOfJobs(forecast, constraints.runningJobsPerGroup, now)),
    firstDeletion: worstDeadline!,
    ...{ gb, usd, ocpRequests },
  };
};

/** Jobs of a group that has one at a time follow each other. No job starts before OCP's list of its range is complete. */
const hoursOfJobs = (
  { jobs }: RecoveryForecast,
  runningJobs: GroupToRecover['constraints']['runningJobsPerGroup'],
  now: Timestamp,
): number => {
  const nowMs = epochMsOf(now);
  let endMs = nowMs;
  for (const { readyAt } of jobs) {
    const startMs = Math.max(epochMsOf(readyAt), runningJobs === 1 ? endMs : nowMs);
    endMs = Math.max(endMs, startMs + FIRST_POLL_MS);
  }
  return (endMs - nowMs) / HOUR_MS;
};
