import type { ReconciliationId, Timestamp } from '@recordings/call-record';
import { RECONCILIATION_REQUEST_VERSION, type ReconciliationRequest } from '@recordings/reconciliation';
import type { PendingCall } from './pending-call.ts';
import type { Window } from './plan-windows.ts';
import { PRIORITY_RANK, type Priority } from './priority.ts';
import type { WindowCall } from './window-call.ts';

/** A pending call of a registered group, as it goes into a window. */
export type Candidate = PendingCall & WindowCall & { readonly priority: Priority };

export type RequestContext = {
  readonly eventId: string;
  readonly reconciliationId: ReconciliationId;
  readonly batchId: string;
  readonly now: Timestamp;
  readonly maxAttempts: number;
  readonly audioFormat: string;
  readonly ocpEndpoint?: string;
};

/** The event of one window. Its priority is that of its most urgent call; its retries those its most tried call has left. */
export const buildRequest = (window: Window<Candidate>, context: RequestContext): ReconciliationRequest => {
  const mostTried = Math.max(...window.calls.map((call) => call.reconciliationAttempts));
  return {
    eventType: 'RECONCILIATION_REQUEST',
    eventId: context.eventId,
    timestamp: context.now,
    source: 'reconciliation-pooler',
    version: RECONCILIATION_REQUEST_VERSION,
    payload: {
      reconciliationId: context.reconciliationId,
      batchId: context.batchId,
      tenantId: window.tenantId,
      groupId: window.groupId,
      windowIndex: window.windowIndex,
      totalWindows: window.totalWindows,
      fromDate: window.fromDate,
      toDate: window.toDate,
      calls: window.calls.map(({ callId, callTimestamp, reconciliationAttempts }) => ({
        callId,
        callTimestamp,
        reconciliationAttempts,
      })),
      callCount: window.calls.length,
      priority: mostUrgent(window.calls),
      maxRetries: Math.max(0, context.maxAttempts - mostTried),
      metadata: {
        audioFormat: context.audioFormat,
        ...(context.ocpEndpoint !== undefined && { ocpEndpoint: context.ocpEndpoint }),
      },
    },
  };
};

const mostUrgent = (calls: readonly Candidate[]): Priority =>
  calls.reduce<Priority>(
    (most, { priority }) => (PRIORITY_RANK[priority] < PRIORITY_RANK[most] ? priority : most),
    'low',
  );
