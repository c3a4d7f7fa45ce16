import { type CallId, epochMsOf, recordExportJob, type ReconciliationId } from '@recordings/call-record';
import {
  DOWNLOAD_TASK_VERSION,
  nextReconciliation,
  type Reconciliation,
  type ReconciliationCommand,
  type ReconciliationEvent,
  type WaitingWindow,
} from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { releaseCalls } from './release-calls.ts';
import { unlessStuck } from './unless-stuck.ts';

const MAX_TRIES = 12;

/**
 * Feeds an event to a reconciliation: computes the next state, writes it, executes its commands. Calls are let go of
 * before the closed state is written, everything else after, and all of it may happen twice.
 *
 * @returns the reconciliation as it stands after, undefined if there is none.
 */
export const moveReconciliation = async (
  deps: RecoveryDeps,
  id: ReconciliationId,
  event: ReconciliationEvent,
): Promise<Reconciliation | undefined> => {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const current = await deps.reconciliations.get(id);
    if (!current) return undefined;
    const now = deps.now();
    const { reconciliation, commands } = nextReconciliation(current, event, now, deps.reconciliationPolicy);
    if (commands.some(({ type }) => type === 'release-calls')) await releaseCalls(deps, reconciliation);
    const next = { ...reconciliation, revision: current.revision + 1, lastUpdated: now };
    const isWritten =
      reconciliation === current ||
      (await deps.reconciliations.change(id, (standing) =>
        standing?.revision === current.revision ? { next, result: true } : { result: false },
      ));
    if (!isWritten) continue;
    if (reconciliation.phase === 'closed' && current.phase !== 'closed') noteClosed(deps, reconciliation);
    for (const command of commands) await execute(deps, reconciliation, command);
    return reconciliation;
  }
  throw new Error(`reconciliation ${id} was changed by others during each of ${MAX_TRIES} tries`);
};

const noteClosed = ({ note }: Pick<RecoveryDeps, 'note'>, closed: Reconciliation): void => {
  const { reconciliationId, tenantId, groupId, reconciliationStatus: status, failureReason, calls } = closed;
  const outcomes = Object.values(calls).map(({ outcome }) => outcome);
  const counts = Object.fromEntries(
    [...new Set(outcomes)].map((outcome) => [outcome, outcomes.filter((one) => one === outcome).length]),
  );
  note({ type: 'reconciliation_closed', reconciliationId, tenantId, groupId, status, failureReason, counts });
};

const execute = async (
  deps: RecoveryDeps,
  reconciliation: Reconciliation,
  command: ReconciliationCommand,
): Promise<void> => {
  switch (command.type) {
    case 'enqueue-window':
      return deps.exportGroups.addWindow(reconciliation, windowOf(reconciliation));
    case 'send-downloads':
      await noteExports(deps, reconciliation, command.callIds);
      return deps.sendDownloads(command.callIds.map((callId) => downloadTask(reconciliation, callId)));
    case 'forget-window':
      return deps.exportGroups.removeWindow(reconciliation, reconciliation.reconciliationId);
    case 'release-calls':
      return; // Done before the state was written.
    default:
      return command satisfies never;
  }
};

/** The audit trail of each call tells by which job its recording came. */
const noteExports = async (
  deps: RecoveryDeps,
  { reconciliationId, tenantId, groupId, exportJobId }: Reconciliation,
  callIds: readonly CallId[],
): Promise<void> => {
  const context = {
    group: deps.registry.findGroup(groupId),
    shardCount: deps.shardCount,
    now: deps.now(),
    by: 'reconciler-worker',
  };
  await Promise.all(
    callIds.map((callId) =>
      unlessStuck(deps, { tenantId, callId, reconciliationId }, () =>
        deps.calls.change({ tenantId, callId }, recordExportJob(reconciliationId, exportJobId!, context)),
      ),
    ),
  );
};

const windowOf = ({ reconciliationId, priority, calls, createdAt }: Reconciliation): WaitingWindow => {
  const open = Object.values(calls);
  const starts = open.map(({ startedAt }) => startedAt).sort();
  const lastStarts = open
    .map(({ startedAt, endedAt = startedAt, isUncertain }) => (isUncertain ? endedAt : startedAt))
    .sort();
  const ends = open.map(({ startedAt, endedAt = startedAt }) => endedAt).sort();
  return {
    reconciliationId,
    priority,
    firstStart: starts[0]!,
    lastStart: lastStarts.at(-1)!,
    lastEnd: ends.at(-1)!,
    waitingSince: createdAt,
  };
};

const downloadTask = (reconciliation: Reconciliation, callId: CallId) => {
  const { reconciliationId, tenantId, groupId, calls, exportJobId } = reconciliation;
  const call = calls[callId]!;
  return {
    version: DOWNLOAD_TASK_VERSION,
    reconciliationId,
    tenantId,
    groupId,
    callId,
    exportJobId: exportJobId!,
    recordingId: call.recordingId!,
    tries: 0,
    declared: { ...call.declared },
  };
};

/** Milliseconds until `instant`, never negative. */
export const untilMs = (instant: string, now: string): number =>
  Math.max(0, epochMsOf(instant) - epochMsOf(now));
