import type { ReconciliationId, Timestamp } from '@recordings/call-record';
import {
  type AudioFormat,
  PRIORITY_RANK,
  type Priority,
  RECONCILIATION_REQUEST_VERSION,
  type ReconciliationRequest,
} from '@recordings/reconciliation';
import type { PendingCall } from './pending-call.ts';
import type { Window } from './plan-windows.ts';
import type { WindowCall } from './window-call.ts';

/** A call that can be recovered now. Its group is registered. */
export type Candidate = PendingCall & WindowCall & { readonly priority: Priority };

export type RequestContext = {
  readonly eventId: string;
  readonly reconciliationId: ReconciliationId;
  readonly batchId: string;
  readonly now: Timestamp;
  /** Answers about a call before it is given up. */
  readonly maxAttempts: number;
  readonly audioFormat: AudioFormat;
  /** Whether each call has its start and its attempts, beside its id. Default: true. */
  readonly includeCallDetails?: boolean;
  /** OCP's base URL. */
  readonly ocpEndpoint?: string | undefined;
  /** Of the group of the window. */
  readonly callbackUrl?: string | undefined;
};

/**
 * Builds the event of one window. Its priority is that of its most urgent call. `maxRetries` is what the call with the
 * most attempts has left.
 */
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
        ...(context.includeCallDetails !== false && { callTimestamp, reconciliationAttempts }),
      })),
      callCount: window.calls.length,
      createdAt: context.now,
      priority: findHighestPriority(window.calls),
      maxRetries: Math.max(0, context.maxAttempts - mostTried),
      metadata: {
        audioFormat: context.audioFormat,
        ...(context.ocpEndpoint !== undefined && { ocpEndpoint: context.ocpEndpoint }),
        ...(context.callbackUrl !== undefined && { callbackUrl: context.callbackUrl }),
      },
    },
  };
};

/** The priority of the most urgent of these calls. */
export const findHighestPriority = (calls: readonly Candidate[]): Priority =>
  calls.reduce<Priority>(
    (highest, { priority }) => (PRIORITY_RANK[priority] < PRIORITY_RANK[highest] ? priority : highest),
    'low',
  );
