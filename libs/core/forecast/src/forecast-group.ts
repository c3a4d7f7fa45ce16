import {
  earlierOf,
  epochMsOf,
  type GroupId,
  ReconciliationId,
  type Timestamp,
} from '@recordings/call-record';
import type { WaitingWindow } from '@recordings/reconciliation';
import type { ForecastCall, ForecastInput, ForecastWindow } from './forecast-input.ts';
import { sum } from './numbers.ts';
import { type PlannedJob, planJobs } from './plan-jobs.ts';
import type { GroupForecast, JobForecast } from './recovery-forecast.ts';

const MINUTE_MS = 60_000;
/** OCP records 8 kHz, 16 bits, mono. */
const BYTES_PER_MS = 16;
const BYTES_OF_GB = 1e9;
const PLACE_DIGITS = 9;

export type GroupPlan = {
  readonly group: GroupForecast;
  readonly jobs: readonly JobForecast[];
  /** When OCP deletes the recording of each call. */
  readonly deadlines: readonly Timestamp[];
};

/** Plans the windows of one group of a tenant. There is at least one. @returns an empty list if the tenant does not have the group. */
export const forecastGroup = (
  windows: readonly ForecastWindow[],
  { constraintsOf, now, assumptions }: ForecastInput,
): GroupPlan[] => {
  const { tenantId, groupId } = windows[0]!;
  const constraints = constraintsOf(groupId, tenantId);
  if (!constraints) return [];
  const jobs = planJobs(
    windows.map((window, at) => waitingOf(window, at, now)),
    constraints,
    now,
  );
  const calls = windows.flatMap((window) => window.calls);
  const deadlines = calls.map(({ recoverableUntil }) => recoverableUntil);
  const group = {
    tenantId,
    groupId,
    windows: windows.length,
    calls: calls.length,
    exportJobs: jobs.length,
    gb: sum(calls.map((call) => lengthMs(call, assumptions.callMinutes) * BYTES_PER_MS)) / BYTES_OF_GB,
    worstDeadline: deadlines.reduce(earlierOf),
  };
  return [{ group, jobs: jobs.map((job) => jobForecast(job, windows, groupId)), deadlines }];
};

/** As the worker makes it. Its id is its place, written so that ids sort as places do. */
const waitingOf = (
  { tenantId, groupId, priority, calls }: ForecastWindow,
  at: number,
  now: Timestamp,
): WaitingWindow => {
  const starts = calls.map(({ callTimestamp }) => callTimestamp);
  return {
    reconciliationId: ReconciliationId.parse(String(at).padStart(PLACE_DIGITS, '0')),
    tenantId,
    groupId,
    priority,
    firstStart: starts.reduce(earlierOf),
    lastStart: starts.reduce(laterOf),
    lastEnd: calls.map(endOf).reduce(laterOf),
    waitingSince: now,
  };
};

const jobForecast = (
  { tenantId, fromDate, toDate, readyAt, reconciliationIds }: PlannedJob,
  windows: readonly ForecastWindow[],
  groupId: GroupId,
): JobForecast => ({
  ...{ tenantId, groupId, fromDate, toDate, readyAt },
  windows: reconciliationIds.length,
  calls: sum(reconciliationIds.map((id) => windows[Number(id)]!.calls.length)),
});

const endOf = ({ callTimestamp, callEndTimestamp = callTimestamp }: ForecastCall): Timestamp =>
  callEndTimestamp;

const lengthMs = ({ callTimestamp, callEndTimestamp }: ForecastCall, usualMinutes: number): number =>
  callEndTimestamp === undefined
    ? usualMinutes * MINUTE_MS
    : Math.max(0, epochMsOf(callEndTimestamp) - epochMsOf(callTimestamp));

const laterOf = (a: Timestamp, b: Timestamp): Timestamp => (a > b ? a : b);
