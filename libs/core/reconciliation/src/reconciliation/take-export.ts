import { type CallId, shifted, type Timestamp } from '@recordings/call-record';
import type { OutcomeCode } from '../outcome-code.ts';
import { coversCall } from '../planning/covers-call.ts';
import { RECOVERY_SCHEMA_VERSION } from '../schema-version.ts';
import {
  type CallOutcome,
  type CallOutcomes,
  callsOf,
  type ListedBytes,
  listOpenCalls,
  outcomeMessage,
} from './call-outcome.ts';
import { closeByOutcomes } from './close-reconciliation.ts';
import { fitCalls } from './fit-calls.ts';
import { type DownloadingReconciliation, hasExecution, type OpenReconciliation } from './reconciliation.ts';
import type {
  ExportedEvent,
  ReconciliationCommand,
  ReconciliationPolicy,
  ReconciliationStep,
} from './reconciliation-step.ts';

/** Other recordings of a call in the item of its window, which DynamoDB bounds. */
const MAX_KEPT_OTHERS = 9;

/** Decides each call by the listing of its export, and sends the downloads of those that are listed. */
export const takeExport = (
  current: OpenReconciliation,
  event: ExportedEvent,
  now: Timestamp,
  policy: ReconciliationPolicy,
): ReconciliationStep => {
  // The message was delivered again: only downloads without a result are sent again.
  if (current.phase === 'downloading')
    return { reconciliation: current, commands: downloadsOf(current, event) };
  const next: DownloadingReconciliation = {
    ...current,
    phase: 'downloading',
    calls: fitCalls(decideCalls(current.calls, event)),
    exportJobStatus: 'EXPORT_COMPLETED',
    // An older service cannot read that word.
    schemaVersion: Math.max(current.schemaVersion ?? 0, RECOVERY_SCHEMA_VERSION),
    exportJobId: event.exportJobId,
    exportCompletedAt: now,
    ...(event.sizeBytes !== undefined && { exportSizeBytes: event.sizeBytes }),
    ...(event.endedAt !== undefined && { exportEndedAt: event.endedAt }),
    deadline: shifted(now, policy.downloadDeadlineMs),
    leaseUntil: shifted(now, policy.downloadDeadlineMs + policy.leaseMs),
  };
  const openAtDeadline = listOpenCalls(next.calls).length;
  if (openAtDeadline === 0 && !hasExecution(next)) return closeByOutcomes(next, now);
  return { reconciliation: { ...next, openAtDeadline }, commands: downloadsOf(next, event) };
};

/** The job of these downloads may be another than that of the event: ids of recordings belong to one job. */
const downloadsOf = (
  { calls, exportJobId }: DownloadingReconciliation,
  event: ExportedEvent,
): ReconciliationCommand[] => {
  const listing = event.exportJobId === exportJobId ? event : undefined;
  const recordings: ExportedEvent['recordings'] = listing?.recordings ?? new Map();
  const callIds = listOpenCalls(calls);
  const downloads: ReconciliationCommand[] =
    callIds.length === 0 ? [] : [{ type: 'send-downloads', callIds, recordings, range: listing?.range }];
  return [...downloads, { type: 'forget-window' }];
};

const decideCalls = (calls: CallOutcomes, event: ExportedEvent): CallOutcomes =>
  Object.fromEntries(callsOf(calls).map(([callId, call]) => [callId, decideCall(callId, call, event)]));

const decideCall = (callId: CallId, call: CallOutcome, event: ExportedEvent): CallOutcome => {
  if (call.outcome !== 'open') return call;
  const recording = event.recordings.get(callId);
  if (recording) {
    const { recordingId, others } = recording;
    // Each result of a call rewrites the whole item. So it has no more than names: the tasks have what is listed of them.
    const { endedAt: _, ...open } = call;
    return { ...open, recordingId, ...(others && { others: others.slice(0, MAX_KEPT_OTHERS).map(nameOf) }) };
  }
  const error = event.errors.get(callId);
  if (error !== undefined) {
    const message = `OCP could not export the recording in job ${event.exportJobId}: ${error}`;
    return { ...call, outcome: 'failed', ...answer('OCP_EXPORT_ERROR', message), isAboutTheCall: false };
  }
  if (!coversCall(event.range, call, event.constraints)) {
    const message = `export job ${event.exportJobId} did not cover the call`;
    return { ...call, outcome: 'failed', ...answer('NOT_COVERED', message), isAboutTheCall: false };
  }
  const { kind, reason } = event.verdict;
  if (kind === 'trusted') {
    const message = `OCP has no recording of the call in export job ${event.exportJobId}`;
    return { ...call, outcome: 'not-found', ...answer('NOT_FOUND', message), isAboutTheCall: true };
  }
  const code = kind === 'incomplete' ? 'LISTING_INCOMPLETE' : 'LISTING_UNTRUSTED';
  const message = `export job ${event.exportJobId} does not list the call, which proves nothing: ${reason}`;
  return { ...call, outcome: 'failed', ...answer(code, message), isAboutTheCall: false };
};

const nameOf = ({ recordingId }: ListedBytes): ListedBytes => ({ recordingId });

const answer = (code: OutcomeCode, message: string) => ({ code, message: outcomeMessage(message) });
