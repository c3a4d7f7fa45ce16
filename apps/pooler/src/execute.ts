import { epochMsOf, type ReconciliationId, type Timestamp } from '@recordings/call-record';
import type { ReconciliationRequest } from '@recordings/reconciliation';
import { planWindows, type Window, type WindowSizing, windowSizeMs } from '@recordings/windowing';
import type { Found } from './consider-call.ts';
import type { Findings } from './find-candidates.ts';
import { type Batch, type Queued, type QueueWindowsDeps, queueWindows, requestOf } from './queue-windows.ts';

export type Execution = {
  readonly batchId: string;
  readonly totalCallsQueried: number;
  readonly totalWindowsCreated: number;
  readonly totalEventsPublished: number;
  readonly failedPublishes: number;
  /** Calls that were skipped because they cannot be read or written; the log names each. */
  readonly unreadableCalls: number;
  readonly isDryRun: boolean;
  /** Whether there may be more than one execution takes on. */
  readonly limitReached: boolean;
  readonly durationMs: number;
};

export type ExecuteDeps = QueueWindowsDeps & {
  /** An expiring claim: one execution at a time, over all poolers. */
  readonly claim: {
    take(owner: string, now: Timestamp): Promise<boolean>;
    release(owner: string): Promise<void>;
  };
  readonly findCandidates: (now: Timestamp, isDryRun: boolean) => Promise<Findings>;
  readonly publish: (requests: readonly ReconciliationRequest[]) => Promise<{ failed: number }>;
  readonly sizing: WindowSizing;
  readonly limits: QueueWindowsDeps['limits'] & {
    readonly maxCalls: number;
    readonly maxCallsPerWindow: number;
  };
  readonly now: () => Timestamp;
};

/**
 * One execution: find, sort, group, queue, publish. Calls are queued before their window is published, each by a
 * write that confirms what the index said; if a crash comes between, the calls are found stale and taken again. After
 * an abort nothing more is queued, and what is queued is still published.
 *
 * @returns undefined if another execution is at work.
 */
export const makeExecute =
  (deps: ExecuteDeps) =>
  async (isDryRun: boolean, signal: AbortSignal): Promise<Execution | undefined> => {
    const { executions, lastSuccessS } = deps.metrics;
    try {
      const execution = await executeIfFree(deps, isDryRun, signal);
      executions.inc({ outcome: !execution ? 'busy' : isDryRun ? 'planned' : 'completed' });
      if (execution && !isDryRun) lastSuccessS.set(epochMsOf(deps.now()) / 1000);
      return execution;
    } catch (error) {
      executions.inc({ outcome: 'failed' });
      throw error;
    }
  };

const executeIfFree = async (
  deps: ExecuteDeps,
  isDryRun: boolean,
  signal: AbortSignal,
): Promise<Execution | undefined> => {
  const batchId = deps.makeId();
  if (!(await deps.claim.take(batchId, deps.now()))) return undefined;
  const startedMs = epochMsOf(deps.now());
  try {
    return await executeClaimed(deps, batchId, isDryRun, signal);
  } finally {
    deps.metrics.durationS.observe((epochMsOf(deps.now()) - startedMs) / 1000);
    await deps.claim.release(batchId);
  }
};

const executeClaimed = async (
  deps: ExecuteDeps,
  batchId: string,
  isDryRun: boolean,
  signal: AbortSignal,
): Promise<Execution> => {
  const now = deps.now();
  const startedMs = epochMsOf(now);
  const findings = await deps.findCandidates(now, isDryRun);
  const { found } = findings;
  deps.metrics.queryMs.observe(epochMsOf(deps.now()) - startedMs);
  const windows = planWindows(found, {
    sizeMs: windowSizeMs(found.length, deps.sizing),
    maxCalls: deps.limits.maxCallsPerWindow,
  });
  const batch = { batchId, now };
  const { requests, unreadable } = isDryRun
    ? planOnly(deps, windows, batch)
    : await queueWindows(deps, windows, batch, signal);
  observe(deps, findings, requests, now);
  const { failed } = isDryRun ? { failed: 0 } : await deps.publish(requests);
  const endedAt = deps.now();
  const execution: Execution = {
    batchId,
    totalCallsQueried: found.length,
    totalWindowsCreated: requests.length,
    totalEventsPublished: isDryRun ? 0 : requests.length - failed,
    failedPublishes: failed,
    unreadableCalls: findings.unreadable + unreadable,
    isDryRun,
    limitReached: found.length >= deps.limits.maxCalls,
    durationMs: epochMsOf(endedAt) - startedMs,
  };
  deps.log.info(
    { event: 'pooler_execution_completed', ...execution, timestamp: endedAt },
    'execution completed',
  );
  return execution;
};

const planOnly = (deps: ExecuteDeps, windows: readonly Window<Found>[], batch: Batch): Queued => {
  const requests = windows.map((window) => requestOf(deps, window, deps.makeId() as ReconciliationId, batch));
  return { requests, unreadable: 0 };
};

const observe = (
  { metrics, log }: ExecuteDeps,
  { oldest }: Findings,
  requests: readonly ReconciliationRequest[],
  now: Timestamp,
): void => {
  metrics.windows.inc(requests.length);
  for (const { payload } of requests) metrics.callsPerWindow.observe(payload.callCount);
  if (oldest) metrics.backlogAgeHours.observe((epochMsOf(now) - epochMsOf(oldest)) / 3_600_000);
  for (const { payload } of requests) {
    const { reconciliationId, tenantId, groupId, fromDate, toDate, callCount, priority } = payload;
    log.debug(
      { event: 'window_planned', reconciliationId, tenantId, groupId, fromDate, toDate, callCount, priority },
      'window planned',
    );
  }
};
