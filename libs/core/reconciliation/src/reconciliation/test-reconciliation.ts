import { CallId, GroupId, ReconciliationId, TenantId } from '@recordings/call-record';
import type { ListingVerdict } from '../listing/listing-verdict.ts';
import { MINUTE_MS, minute, omilia } from '../planning/test-exports.ts';
import type { CallOutcome } from './call-outcome.ts';
import { nextReconciliation } from './next-reconciliation.ts';
import type { Reconciliation } from './reconciliation.ts';
import type { ExportedRecording, ReconciliationEvent } from './reconciliation-step.ts';

/** One reconciliation of three calls for tests, in each of its phases. The job covers all of c-1 and c-3, not c-2. */
export const policy = { leaseMs: 30 * MINUTE_MS, downloadDeadlineMs: 120 * MINUTE_MS };
export const [c1, c2, c3] = ['c-1', 'c-2', 'c-3'].map((id) => CallId.parse(id)) as [CallId, CallId, CallId];
export const open = (start: number, end?: number): CallOutcome => ({
  startedAt: minute(start),
  ...(end !== undefined && { endedAt: minute(end) }),
  outcome: 'open',
});

export const claiming: Reconciliation = {
  reconciliationId: ReconciliationId.parse('r-1'),
  batchId: 'b-1',
  tenantId: TenantId.parse('acme'),
  groupId: GroupId.parse('Acme_EN'),
  fromDate: minute(0),
  toDate: minute(15),
  priority: 'normal',
  phase: 'claiming',
  reconciliationStatus: 'IN_PROGRESS',
  calls: {},
  leaseUntil: minute(90),
  createdAt: minute(60),
  lastUpdated: minute(60),
  expiresAtEpochS: 0,
  revision: 1,
};
export const step = (current: Reconciliation, event: ReconciliationEvent, at: number) =>
  nextReconciliation(current, event, minute(at), policy);
export const after = (current: Reconciliation, event: ReconciliationEvent, at: number): Reconciliation =>
  step(current, event, at).reconciliation;
export const commandsOf = (current: Reconciliation, event: ReconciliationEvent, at: number): string[] =>
  step(current, event, at).commands.map(({ type }) => type);

export const claimed = (calls: Record<string, CallOutcome>): ReconciliationEvent => ({
  type: 'calls-claimed',
  calls,
});
export const exported = (
  recordings: readonly ExportedRecording[],
  verdict: ListingVerdict = { kind: 'trusted', reason: '' },
  errors: ReadonlyMap<CallId, string> = new Map(),
): ReconciliationEvent => ({
  type: 'exported',
  exportJobId: 'job-1',
  range: { fromDate: minute(0), toDate: minute(60) },
  recordings: new Map(recordings.map((recording) => [recording.callId, recording])),
  errors,
  constraints: omilia,
  verdict,
});
export const recordingOf = (callId: CallId): ExportedRecording => ({
  callId,
  recordingId: `rec-${callId}`,
  sizeBytes: 10,
});
export const jobMoved: ReconciliationEvent = {
  type: 'job-moved',
  exportJobStatus: 'POLLING',
  exportJobId: 'job-1',
  pollingIteration: 2,
};
export const jobEnded: ReconciliationEvent = {
  type: 'job-ended',
  status: 'FAILED_MAX_RETRIES',
  reason: 'too slow',
};
export const nudged: ReconciliationEvent = { type: 'nudged' };
/** Puts the outcome of one call in, as the downloader's write does. */
export const settled = (
  current: Reconciliation,
  callId: CallId,
  over: Partial<CallOutcome>,
): Reconciliation => ({
  ...current,
  calls: { ...current.calls, [callId]: { ...current.calls[callId]!, ...over } },
});

export const waiting = after(claiming, claimed({ [c1]: open(5, 10), [c2]: open(50, 70), [c3]: open(7) }), 61);
export const downloading = after(waiting, exported([recordingOf(c1), recordingOf(c2)]), 80);
export const closed = after(waiting, jobEnded, 80);
