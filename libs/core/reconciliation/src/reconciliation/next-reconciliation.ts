import { shifted, type Timestamp } from '@recordings/call-record';
import { type CallOutcomes, callsOf, failOpenCalls, keepNewerFields, listOpenCalls } from './call-outcome.ts';
import {
  closeByJob,
  closeByOutcomes,
  completeReconciliation,
  failReconciliation,
} from './close-reconciliation.ts';
import {
  type DownloadingReconciliation,
  hasExecution,
  type OpenReconciliation,
  type Reconciliation,
  type WaitingReconciliation,
} from './reconciliation.ts';
import type { ReconciliationEvent, ReconciliationPolicy, ReconciliationStep } from './reconciliation-step.ts';
import { takeExport } from './take-export.ts';

type EventOf<T extends ReconciliationEvent['type']> = Extract<ReconciliationEvent, { type: T }>;

/**
 * The next state of a reconciliation, and the commands to execute. Pure. Every command may be executed twice. An event
 * that comes again yields the commands of its phase again, so that a redelivered message finishes what a crash cut off.
 */
export const nextReconciliation = (
  current: Reconciliation,
  event: ReconciliationEvent,
  now: Timestamp,
  policy: ReconciliationPolicy,
): ReconciliationStep => {
  // A worker may have crashed before it removed the window of a closed reconciliation.
  if (current.phase === 'closed') return { reconciliation: current, commands: [{ type: 'forget-window' }] };
  switch (event.type) {
    case 'calls-claimed':
      return takeCalls(renew(current, now, policy), event.calls, now);
    case 'job-moved':
      return noteProgress(current, event, now, policy);
    case 'still-waiting':
      return keep(renewWaiting(current, now, policy));
    case 'exported':
      // A sweep ends when all that its job lists has been recorded.
      return current.sweep
        ? keep(renew(current, now, policy))
        : takeExport(renew(current, now, policy), event, now, policy);
    case 'swept':
      return endSweep(current, event, now);
    case 'job-ended':
      return endJob(current, event, now, policy);
    case 'nudged':
      return checkDeadlines(current, now, policy);
    default:
      return event satisfies never;
  }
};

const keep = (reconciliation: Reconciliation): ReconciliationStep => ({ reconciliation, commands: [] });

/** Extends the lease, and never shortens it: the lease of downloads ends after their deadline. */
const renew = <R extends OpenReconciliation>(current: R, now: Timestamp, policy: ReconciliationPolicy): R => {
  const leaseUntil = shifted(now, policy.leaseMs);
  return leaseUntil > current.leaseUntil ? { ...current, leaseUntil } : current;
};

/** A window may wait for days and is looked at every minute. So its lease is renewed only in its second half. */
const renewWaiting = (
  current: OpenReconciliation,
  now: Timestamp,
  policy: ReconciliationPolicy,
): OpenReconciliation => {
  if (current.phase !== 'waiting' || shifted(now, policy.leaseMs / 2) < current.leaseUntil) return current;
  return renew(current, now, policy);
};

const takeCalls = (
  current: OpenReconciliation,
  claimed: CallOutcomes,
  now: Timestamp,
): ReconciliationStep => {
  if (current.phase === 'downloading') return keep(current);
  const calls: CallOutcomes = Object.fromEntries(
    callsOf(claimed).map(([callId, call]) => [callId, keepNewerFields(call, current.calls[callId])]),
  );
  if (Object.keys(calls).length === 0 && !current.sweep)
    return completeReconciliation({ ...current, calls }, now);
  const waiting: WaitingReconciliation = { ...current, phase: 'waiting', calls };
  return {
    reconciliation: waiting,
    commands: [{ type: hasExecution(current) ? 'start-execution' : 'enqueue-window' }],
  };
};

/**
 * Records the progress of the export job. After a job that failed, it may be another job. A late report changes nothing
 * once the job is exported.
 */
const noteProgress = (
  current: OpenReconciliation,
  { exportJobStatus, exportJobId, pollingIteration }: EventOf<'job-moved'>,
  now: Timestamp,
  policy: ReconciliationPolicy,
): ReconciliationStep => {
  if (current.phase === 'downloading') return keep(current);
  const alive = renew(current, now, policy);
  if (alive.phase === 'claiming') return keep(alive);
  return keep({
    ...alive,
    exportJobStatus,
    exportJobId,
    pollingIteration,
    exportCreatedAt: (alive.exportJobId === exportJobId && alive.exportCreatedAt) || now,
    ...(exportJobStatus === 'POLLING' && { lastPolledAt: now }),
  });
};

const endSweep = (
  current: OpenReconciliation,
  { exportJobId, result, reason }: EventOf<'swept'>,
  now: Timestamp,
): ReconciliationStep => {
  if (!current.sweep) return keep(current);
  // The abandoned job of other windows may have served it. It is unknown when that one was made.
  const isReported = current.phase !== 'claiming' && current.exportJobId === exportJobId;
  const swept = {
    ...(isReported ? current : withoutJobTime(current)),
    exportJobId,
    exportCompletedAt: now,
    sweep: { ...current.sweep, result },
  };
  return result.isDone
    ? completeReconciliation(swept, now)
    : failReconciliation(swept, { status: 'FAILED_EXPORT_ERROR', reason, error: {} }, now);
};

const withoutJobTime = (current: OpenReconciliation): OpenReconciliation => {
  if (current.phase === 'claiming') return current;
  const { exportCreatedAt: _, ...others } = current;
  return others;
};

const endJob = (
  current: OpenReconciliation,
  event: EventOf<'job-ended'>,
  now: Timestamp,
  policy: ReconciliationPolicy,
): ReconciliationStep => {
  if (current.phase === 'downloading')
    return hasExecution(current) ? endDownloads(current, now) : keep(current);
  const calls = failOpenCalls(current.calls, event.status, event.reason);
  return closeByJob({ ...renew(current, now, policy), calls }, event, now);
};

const endDownloads = (current: DownloadingReconciliation, now: Timestamp): ReconciliationStep => {
  const message = 'the download had no result when the state machine ended the wait';
  const calls = failOpenCalls(current.calls, 'DOWNLOAD_DEADLINE', message);
  return closeByOutcomes({ ...current, calls }, now);
};

/** Closes a reconciliation whose lease or download deadline has passed, or whose calls all have their result. */
const checkDeadlines = (
  current: OpenReconciliation,
  now: Timestamp,
  policy: ReconciliationPolicy,
): ReconciliationStep => {
  if (hasExecution(current) && current.leaseUntil > now) return keep(current);
  if (current.phase !== 'downloading') {
    if (current.leaseUntil > now) return keep(current);
    const { leaseUntil } = current;
    const reason = `no sign of life until its lease ended at ${leaseUntil}`;
    const calls = failOpenCalls(current.calls, 'LEASE_EXPIRED', reason);
    const error = { code: 'LEASE_EXPIRED', leaseUntil };
    return failReconciliation(
      { ...current, calls },
      { status: 'FAILED_UNEXPECTED_ERROR', reason, error },
      now,
    );
  }
  if (listOpenCalls(current.calls).length === 0) return closeByOutcomes(current, now);
  const moved = moveDeadline(current, now, policy);
  if (moved.deadline > now) return keep(moved);
  const message = `the download had no result by ${current.deadline}`;
  const calls = failOpenCalls(current.calls, 'DOWNLOAD_DEADLINE', message);
  return closeByOutcomes({ ...current, calls }, now);
};

/** Moves the deadline of downloads once half of the time is over, if a download ended since the deadline was set. */
const moveDeadline = (
  current: DownloadingReconciliation,
  now: Timestamp,
  { downloadDeadlineMs, leaseMs }: ReconciliationPolicy,
): DownloadingReconciliation => {
  if (shifted(now, downloadDeadlineMs / 2) < current.deadline) return current;
  const openAtDeadline = listOpenCalls(current.calls).length;
  if (openAtDeadline >= (current.openAtDeadline ?? 0)) return current;
  const deadline = shifted(now, downloadDeadlineMs);
  return { ...current, openAtDeadline, deadline, leaseUntil: shifted(deadline, leaseMs) };
};
