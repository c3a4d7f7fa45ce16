import { CallId, shifted, type Timestamp, timestampOf } from '@recordings/call-record';
import {
  type CallOutcome,
  type ClosedReconciliation,
  nextReconciliation,
  type OpenReconciliation,
  openReconciliation,
  type Reconciliation,
  type ReconciliationEvent,
  ReconciliationRequest,
} from '@recordings/reconciliation';

/** One window of two calls for tests, driven by an execution, in each of its phases. */
const MINUTE_MS = 60_000;
/** Minute 0 is 2026-01-15 10:00 UTC. */
const START = timestampOf(Date.UTC(2026, 0, 15, 10));
export const minute = (minutes: number): Timestamp => shifted(START, minutes * MINUTE_MS);
export const EXECUTION_ID = 'arn:aws:states:eu-west-1:111122223333:execution:prod-reconciliation:r-1';

const policy = { leaseMs: 30 * MINUTE_MS, downloadDeadlineMs: 120 * MINUTE_MS };
export const [c1, c2] = ['c-1', 'c-2'].map((id) => CallId.parse(id)) as [CallId, CallId];

const request = ReconciliationRequest.parse({
  eventType: 'RECONCILIATION_REQUEST',
  eventId: 'e-1',
  timestamp: minute(60),
  source: 'reconciliation-pooler',
  version: '1.0',
  payload: {
    ...{ reconciliationId: 'r-1', batchId: 'b-1', tenantId: 'acme', groupId: 'Acme_EN' },
    ...{ windowIndex: 1, totalWindows: 1, fromDate: minute(0), toDate: minute(15) },
    ...{ calls: [{ callId: c1 }, { callId: c2 }], callCount: 2, priority: 'high', maxRetries: 3 },
    metadata: {},
  },
});

export const after = (current: Reconciliation, event: ReconciliationEvent, at: number): Reconciliation =>
  nextReconciliation(current, event, minute(at), policy).reconciliation;

const open = (start: number): CallOutcome => ({ startedAt: minute(start), outcome: 'open' });
const claiming = openReconciliation(request, minute(60), policy, 'step-functions');

export const waiting = after(
  claiming,
  { type: 'calls-claimed', calls: { [c1]: open(5), [c2]: open(12) } },
  61,
) as OpenReconciliation;

/** Its recordings are listed; the first is stored. */
export const downloading = ((): OpenReconciliation => {
  const listed = after(waiting, exportedEvent(), 80) as OpenReconciliation;
  return { ...listed, calls: { ...listed.calls, [c1]: { ...listed.calls[c1]!, outcome: 'stored' } } };
})();

function exportedEvent(): ReconciliationEvent {
  return {
    type: 'exported',
    exportJobId: 'job-1',
    range: { fromDate: minute(0), toDate: minute(15) },
    recordings: new Map([c1, c2].map((callId) => [callId, { callId, recordingId: `rec-${callId}` }])),
    errors: new Map(),
    constraints: {
      ...{ minRangeMinutes: 0, maxRangeMinutes: 2_880, alignMinutes: 0, runningJobsPerGroup: 'unbounded' },
      ...{ jobLifeMinutes: 1_440, selectsBy: 'start', settleMinutes: 0 },
    },
    verdict: { kind: 'trusted', reason: '' },
  };
}

const ended: ReconciliationEvent = { type: 'job-ended', status: 'FAILED_PARALLEL_ERROR', reason: 'too late' };

/** How a window ends whose second recording was not downloaded. */
export const failed = after(downloading, ended, 90) as ClosedReconciliation;

/** How it ends if both are stored. */
export const completed = ((): ClosedReconciliation => {
  const calls = { ...downloading.calls, [c2]: { ...downloading.calls[c2]!, outcome: 'stored' as const } };
  return after({ ...downloading, calls }, ended, 90) as ClosedReconciliation;
})();
