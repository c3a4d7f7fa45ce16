import type { CallId, GroupId, ReconciliationId, TenantId, Timestamp } from '@recordings/call-record';
import type { Priority, ReconciliationRequest } from '@recordings/reconciliation';
import type { CallClass } from '@recordings/windowing';
import type { Execution } from './execution.ts';
import type { SweepEvent } from './sweeps/sweep-event.ts';

/** Class of a call of the index. `unreadable`: its item or its record cannot be read or written. */
export type PendingCallClass = CallClass['kind'] | 'unreadable';

/** What finding missing calls reports, for metrics and log. */
export type MissingCallsEvent = ExecutionEvent | IndexEvent | CallEvent | WindowEvent | SweepEvent;

export type ExecutionEvent =
  | ({ readonly type: 'pooler_execution_completed'; readonly timestamp: Timestamp } & Omit<Execution, 'plan'>)
  | { readonly type: 'pooler_execution_failed'; readonly err: unknown }
  /** Another execution held the claim. */
  | { readonly type: 'pooler_execution_busy' }
  /** Its record could not be written. The execution goes on. */
  | { readonly type: 'execution_not_recorded'; readonly executionId: string; readonly err: unknown }
  /** An execution reached its limit, few windows are on their way, and another execution starts at once. */
  | { readonly type: 'pooler_execution_followed'; readonly outstandingWindows: number }
  /** The open windows could not be counted, so no other execution follows before its time of the schedule. */
  | { readonly type: 'catch_up_failed'; readonly err: unknown }
  /** Time from taking the claim to releasing it, of failed executions too. */
  | { readonly type: 'execution_measured'; readonly durationMs: number };

export type IndexEvent =
  | { readonly type: 'index_page_read'; readonly callCount: number }
  | { readonly type: 'index_classified'; readonly counts: Readonly<Record<PendingCallClass, number>> }
  /** Calls without a CDR end past its time, and calls whose bytes arrived a day ago without a valid recording. */
  | { readonly type: 'overdue_counted'; readonly endMissing: number; readonly receivedOnly: number }
  | { readonly type: 'candidates_found'; readonly durationMs: number }
  /** A call that could be recovered, taken or not. */
  | { readonly type: 'candidate_seen'; readonly ageMs: number }
  /** Age of the oldest call that could be recovered, taken or not. */
  | { readonly type: 'backlog_measured'; readonly oldestAgeMs: number };

export type CallEvent =
  | {
      readonly type: 'call_in_future';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly callTimestamp: Timestamp;
    }
  /** OCP's deadline has passed. `code`: the last answer about the call, or `RETENTION_EXPIRED` if we never asked enough. */
  | {
      readonly type: 'call_given_up';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly code: string;
    }
  /** Calls of several tenants have one id. They are recovered independently. */
  | {
      readonly type: 'call_id_shared';
      readonly callId: CallId;
      readonly tenantIds: readonly TenantId[];
    }
  | { readonly type: 'retention_expired'; readonly tenantId: TenantId; readonly callId: CallId }
  /** It had been given up, and the registry now gives it a later deadline. */
  | { readonly type: 'call_reopened'; readonly tenantId: TenantId; readonly callId: CallId }
  | {
      readonly type: 'stale_call_found';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly holder: ReconciliationId | undefined;
    }
  /** `isLeftAlone`: a newer version wrote it, and it keeps its calls. Otherwise they are taken from it. */
  | {
      readonly type: 'reconciliation_unreadable';
      readonly reconciliationId: ReconciliationId;
      readonly isLeftAlone: boolean;
      readonly reason: string;
    }
  /** `callId` is what the item has in that place, which may be anything. */
  | {
      readonly type: 'pending_call_unreadable';
      readonly callId: unknown;
      readonly code?: string;
      readonly reason: string;
    }
  /** The index could be read and the call's record could not. */
  | { readonly type: 'call_reclassified'; readonly from: PendingCallClass; readonly to: PendingCallClass };

export type WindowEvent =
  /** More windows were planned than one execution queues. Their calls stay pending. */
  | { readonly type: 'windows_left'; readonly windowCount: number }
  | { readonly type: 'window_empty'; readonly groupId: GroupId; readonly fromDate: Timestamp }
  | {
      readonly type: 'window_planned';
      readonly reconciliationId: ReconciliationId;
      readonly tenantId: TenantId;
      readonly groupId: GroupId;
      readonly fromDate: Timestamp;
      readonly toDate: Timestamp;
      readonly callCount: number;
      readonly priority: Priority;
    }
  | {
      readonly type: 'sns_event_published';
      readonly batchId: string;
      readonly reconciliationId: ReconciliationId;
      readonly groupId: GroupId;
      readonly windowIndex: number;
      readonly callCount: number;
      readonly messageId: string;
      readonly timestamp: Timestamp;
    }
  | {
      readonly type: 'sns_publish_failed';
      readonly code: string;
      readonly reason: string;
      readonly request: ReconciliationRequest;
      /** Where the window is stored for replay. */
      readonly key: string;
    };
