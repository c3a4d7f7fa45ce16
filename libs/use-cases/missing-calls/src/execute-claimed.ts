import { epochMsOf, type ReconciliationId, type Timestamp } from '@recordings/call-record';
import type { ReconciliationRequest } from '@recordings/reconciliation';
import { limitWindows } from '@recordings/windowing';
import { type Batch, buildWindowRequest, type TakenWindow } from './build-window-request.ts';
import type { Execution, ExecutionOptions } from './execution.ts';
import { type Findings, findCandidates } from './find-candidates.ts';
import { forecastWindows } from './forecast-windows.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';
import { numberWindows } from './number-windows.ts';
import { planTakenWindows } from './plan-taken-windows.ts';
import { type PublishedWindows, publishWindows } from './publish-windows.ts';
import { type QueuedWindows, queueWindows } from './queue-windows.ts';

/** Runs an execution that holds the claim. */
export const executeClaimed = async (
  deps: MissingCallsDeps,
  batchId: string,
  options: ExecutionOptions,
): Promise<Execution> => {
  const { policy, note } = deps;
  const { isDryRun, signal } = options;
  const now = deps.now();
  const elapsedMs = (): number => epochMsOf(deps.now()) - epochMsOf(now);
  const findings = await findCandidates(deps, now, options);
  const { taken } = findings;
  note({ type: 'candidates_found', durationMs: elapsedMs() });
  const planned = planTakenWindows(deps, taken, now);
  const windows = limitWindows(planned, taken, policy.maxEvents);
  const windowsLeft = planned.length - windows.length;
  if (windowsLeft > 0) note({ type: 'windows_left', windowCount: windowsLeft });
  const { requests, unreadable } = isDryRun
    ? buildRequests(deps, windows, { batchId, now })
    : await queueWindows(deps, windows, { batchId, now }, signal);
  notePlan(deps, findings, requests, now);
  const { failed, publishedCalls, failedCalls } = isDryRun
    ? NOTHING_PUBLISHED
    : await publishWindows(deps, requests);
  return {
    batchId,
    totalCallsQueried: findings.queried,
    totalCallsFound: taken.length,
    totalWindowsCreated: requests.length,
    totalEventsPublished: isDryRun ? 0 : requests.length - failed,
    failedPublishes: failed,
    successfulCalls: publishedCalls,
    failedCalls: failedCalls + unreadable,
    unreadableCalls: findings.unreadable + unreadable,
    isDryRun,
    sweepsEnabled: deps.sweeping?.isEnabled ?? false,
    limitReached: taken.length >= policy.maxCalls || windowsLeft > 0,
    durationMs: elapsedMs(),
    ...(isDryRun && { plan: forecastWindows(deps, windows, now) }),
  };
};

const NOTHING_PUBLISHED: PublishedWindows = { failed: 0, publishedCalls: 0, failedCalls: 0 };

/** What a dry run would publish. */
const buildRequests = (
  deps: Pick<MissingCallsDeps, 'policy' | 'registry' | 'makeId'>,
  windows: readonly TakenWindow[],
  batch: Batch,
): QueuedWindows => {
  const requests = windows.map((window) =>
    buildWindowRequest(deps, window, deps.makeId() as ReconciliationId, batch),
  );
  return { requests: numberWindows(requests), unreadable: 0 };
};

const notePlan = (
  { note }: Pick<MissingCallsDeps, 'note'>,
  { oldest }: Findings,
  requests: readonly ReconciliationRequest[],
  now: Timestamp,
): void => {
  if (oldest) note({ type: 'backlog_measured', oldestAgeMs: epochMsOf(now) - epochMsOf(oldest) });
  for (const { payload } of requests) {
    const { reconciliationId, tenantId, groupId, fromDate, toDate, callCount, priority } = payload;
    note({
      type: 'window_planned',
      reconciliationId,
      tenantId,
      groupId,
      fromDate,
      toDate,
      callCount,
      priority,
    });
  }
};
