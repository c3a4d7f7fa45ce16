import { type CallId, type ExportConstraints, shifted, type Timestamp } from '@recordings/call-record';
import type { FailureStatus } from './failure-status.ts';
import { coversCall } from './plan-export.ts';
import type { CallOutcome, Reconciliation } from './reconciliation-record.ts';

/** A recording that a finished export job lists. */
export type ExportedRecording = {
  readonly callId: CallId;
  readonly recordingId: string;
  readonly sizeBytes?: number;
  readonly sha256?: string;
  readonly conversationId?: string;
};

export type ReconciliationEvent =
  | { readonly type: 'calls-claimed'; readonly calls: Readonly<Record<CallId, CallOutcome>> }
  | {
      readonly type: 'job-moved';
      readonly exportJobStatus: 'CREATED' | 'POLLING';
      readonly exportJobId: string;
      readonly pollingIteration: number;
    }
  | {
      readonly type: 'exported';
      readonly exportJobId: string;
      readonly range: { readonly fromDate: Timestamp; readonly toDate: Timestamp };
      readonly recordings: ReadonlyMap<CallId, ExportedRecording>;
      readonly constraints: ExportConstraints;
    }
  /** Its window still waits for an export: the lease is renewed. */
  | { readonly type: 'still-waiting' }
  | { readonly type: 'job-ended'; readonly status: FailureStatus; readonly reason: string }
  /** A call may have been settled, a deadline may have passed. */
  | { readonly type: 'nudged' };

export type ReconciliationCommand =
  /** Put the window where its group's exports are planned from, and look whether one can start. */
  | { readonly type: 'enqueue-window' }
  | { readonly type: 'send-downloads'; readonly callIds: readonly CallId[] }
  /** Let go of every call that was not stored, each with its reason. Before the closed state is written. */
  | { readonly type: 'release-calls' }
  | { readonly type: 'forget-window' };

export type ReconciliationStep = {
  readonly reconciliation: Reconciliation;
  readonly commands: readonly ReconciliationCommand[];
};

export type ReconciliationPolicy = {
  /** How long calls stay held without a sign of life. */
  readonly leaseMs: number;
  /** How long the downloads of a window may take together. */
  readonly downloadDeadlineMs: number;
};

/** Kept for audits: well over the 30 days asked for. */
const KEPT_DAYS = 90;

/**
 * What an event makes of a reconciliation. Pure. Every command may be executed twice; an event that comes again
 * yields the commands of its phase again, so that a redelivered message finishes what a crash cut off.
 */
export const nextReconciliation = (
  current: Reconciliation,
  event: ReconciliationEvent,
  now: Timestamp,
  policy: ReconciliationPolicy,
): ReconciliationStep => {
  // A crash may have come before the window of a closed reconciliation was forgotten.
  if (current.phase === 'closed') return { reconciliation: current, commands: [{ type: 'forget-window' }] };
  const alive = renewed(current, now, policy);
  switch (event.type) {
    case 'calls-claimed':
      return claimed(alive, event.calls, now);
    case 'job-moved':
      // A poll that was looked at late tells nothing new once the job is exported.
      return current.phase === 'downloading'
        ? { reconciliation: current, commands: [] }
        : { reconciliation: { ...alive, ...moved(event, alive, now) }, commands: [] };
    case 'still-waiting':
      return { reconciliation: current.phase === 'waiting' ? alive : current, commands: [] };
    case 'exported':
      return exported(alive, event, now, policy);
    case 'job-ended':
      return current.phase === 'downloading'
        ? { reconciliation: current, commands: [] }
        : jobEnded(alive, event, now);
    case 'nudged':
      return nudged(current, now);
    default:
      return event satisfies never;
  }
};

/** A lease is never cut short: that of downloads outlasts their deadline. */
const renewed = (current: Reconciliation, now: Timestamp, policy: ReconciliationPolicy): Reconciliation => {
  const leaseUntil = shifted(now, policy.leaseMs);
  return leaseUntil > current.leaseUntil ? { ...current, leaseUntil } : current;
};

const claimed = (
  current: Reconciliation,
  calls: Readonly<Record<CallId, CallOutcome>>,
  now: Timestamp,
): ReconciliationStep => {
  if (current.phase === 'downloading') return { reconciliation: current, commands: [] };
  if (Object.keys(calls).length === 0) return closed({ ...current, calls }, 'COMPLETED', undefined, now);
  return { reconciliation: { ...current, phase: 'waiting', calls }, commands: [{ type: 'enqueue-window' }] };
};

const moved = (
  event: Extract<ReconciliationEvent, { type: 'job-moved' }>,
  current: Reconciliation,
  now: Timestamp,
): Partial<Reconciliation> => ({
  exportJobStatus: event.exportJobStatus,
  exportJobId: event.exportJobId,
  pollingIteration: event.pollingIteration,
  exportCreatedAt: current.exportCreatedAt ?? now,
  ...(event.exportJobStatus === 'POLLING' && { lastPolledAt: now }),
});

const exported = (
  current: Reconciliation,
  event: Extract<ReconciliationEvent, { type: 'exported' }>,
  now: Timestamp,
  policy: ReconciliationPolicy,
): ReconciliationStep => {
  // Delivered before, and the message came again: only what is still open is sent again.
  if (current.phase === 'downloading') {
    return { reconciliation: current, commands: [...openDownloads(current), { type: 'forget-window' }] };
  }
  const calls = Object.fromEntries(
    (Object.entries(current.calls) as [CallId, CallOutcome][]).map(([callId, call]) => [
      callId,
      afterExport(callId, call, event),
    ]),
  );
  const next: Reconciliation = {
    ...current,
    phase: 'downloading',
    calls,
    exportJobStatus: 'COMPLETED',
    exportJobId: event.exportJobId,
    exportCompletedAt: now,
    deadline: shifted(now, policy.downloadDeadlineMs),
    leaseUntil: shifted(now, policy.downloadDeadlineMs + policy.leaseMs),
  };
  const downloads = openDownloads(next);
  if (downloads.length === 0) return closeByOutcomes(next, now);
  return { reconciliation: next, commands: [...downloads, { type: 'forget-window' }] };
};

const afterExport = (
  callId: CallId,
  call: CallOutcome,
  event: Extract<ReconciliationEvent, { type: 'exported' }>,
): CallOutcome => {
  if (call.outcome !== 'open') return call;
  const recording = event.recordings.get(callId);
  if (recording) {
    const { recordingId, sizeBytes, sha256, conversationId } = recording;
    return { ...call, recordingId, declared: { sizeBytes, sha256, conversationId } };
  }
  if (coversCall(event.range, call, event.constraints)) {
    const message = `OCP has no recording of the call in export job ${event.exportJobId}`;
    return { ...call, outcome: 'not-found', code: 'NOT_FOUND', message, isAboutTheCall: true };
  }
  const message = `export job ${event.exportJobId} did not cover the call`;
  return { ...call, outcome: 'failed', code: 'NOT_COVERED', message, isAboutTheCall: false };
};

const openDownloads = (current: Reconciliation): ReconciliationCommand[] => {
  const callIds = openCalls(current);
  return callIds.length === 0 ? [] : [{ type: 'send-downloads', callIds }];
};

const openCalls = ({ calls }: Reconciliation): CallId[] =>
  (Object.entries(calls) as [CallId, CallOutcome][])
    .filter(([, { outcome }]) => outcome === 'open')
    .map(([callId]) => callId);

const jobEnded = (
  current: Reconciliation,
  event: Extract<ReconciliationEvent, { type: 'job-ended' }>,
  now: Timestamp,
): ReconciliationStep => {
  const calls = settleOpen(current, { code: event.status, message: event.reason });
  return closed({ ...current, calls, exportJobStatus: 'FAILED' }, event.status, event.reason, now);
};

const settleOpen = (
  current: Reconciliation,
  why: { readonly code: string; readonly message: string },
): Reconciliation['calls'] =>
  Object.fromEntries(
    Object.entries(current.calls).map(([callId, call]) => [
      callId,
      call.outcome === 'open' ? { ...call, outcome: 'failed' as const, ...why, isAboutTheCall: false } : call,
    ]),
  );

const nudged = (current: Reconciliation, now: Timestamp): ReconciliationStep => {
  if (current.phase !== 'downloading') {
    if (current.leaseUntil > now) return { reconciliation: current, commands: [] };
    const reason = `no sign of life until its lease ended at ${current.leaseUntil}`;
    const calls = settleOpen(current, { code: 'LEASE_EXPIRED', message: reason });
    return closed({ ...current, calls }, 'FAILED_UNEXPECTED_ERROR', reason, now);
  }
  if (openCalls(current).length === 0) return closeByOutcomes(current, now);
  if (current.deadline === undefined || current.deadline > now)
    return { reconciliation: current, commands: [] };
  const message = `no download had answered by ${current.deadline}`;
  return closeByOutcomes(
    { ...current, calls: settleOpen(current, { code: 'DOWNLOAD_DEADLINE', message }) },
    now,
  );
};

/** Closing counts nothing: the outcomes themselves say how it ended. */
const closeByOutcomes = (current: Reconciliation, now: Timestamp): ReconciliationStep => {
  const failures = Object.entries(current.calls).filter(([, { outcome }]) => outcome === 'failed');
  if (failures.length === 0) return closed(current, 'COMPLETED', undefined, now);
  const reason = failures.map(([callId, { code }]) => `${callId}: ${code}`).join('; ');
  return closed(current, 'FAILED_PARALLEL_ERROR', reason.slice(0, 1_000), now);
};

const closed = (
  current: Reconciliation,
  status: 'COMPLETED' | FailureStatus,
  failureReason: string | undefined,
  now: Timestamp,
): ReconciliationStep => ({
  reconciliation: {
    ...current,
    phase: 'closed',
    reconciliationStatus: status,
    ...(status === 'COMPLETED' ? { completedAt: now } : { failedAt: now, failureReason }),
    expiresAtEpochS: expiryEpochS(now),
  },
  commands: [{ type: 'release-calls' }, { type: 'forget-window' }],
});

/** DynamoDB deletes the item after this second. */
export const expiryEpochS = (now: Timestamp): number =>
  Math.floor(Date.parse(now) / 1000) + KEPT_DAYS * 86_400;
