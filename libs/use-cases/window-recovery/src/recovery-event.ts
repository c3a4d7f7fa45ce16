import type {
  CallClaim,
  CallId,
  GroupId,
  ReconciliationId,
  TenantId,
  Timestamp,
} from '@recordings/call-record';
import type {
  CallOutcome,
  EndedJob,
  ExportJob,
  JobStatusName,
  Reconciliation,
  ReconciliationEvent,
  UnreadableItem,
} from '@recordings/reconciliation';
import type { LimitEvent } from './limit-event.ts';
import type { ListingEvent } from './listing-event.ts';
import type { WorkflowEvent } from './workflow/workflow-event.ts';

/** What recovering windows reports, for metrics and log. */
export type RecoveryEvent =
  | JobEvent
  | ListingEvent
  | ReconciliationReport
  | CallEvent
  | MessageEvent
  | WorkflowEvent;

/** The export that an event is about. `windows`: how many it serves. */
export type AboutExport = {
  readonly tenantId: TenantId;
  readonly group: string;
  readonly exportId: string;
  readonly fromDate: Timestamp;
  readonly toDate: Timestamp;
};
export type AboutCreate = AboutExport & { readonly windows: number };

type JobEvent =
  | ({ readonly type: 'export_job_created'; readonly exportJobId: string } & AboutCreate)
  /** The answer to an earlier POST was lost, and OCP's list contains its job. */
  | ({ readonly type: 'export_job_adopted'; readonly exportJobId: string } & AboutCreate)
  | ({
      readonly type: 'export_job_create_failed';
      readonly err: unknown;
      readonly code: string;
    } & AboutCreate)
  | ({ readonly type: 'export_slot_busy'; readonly runningJobId: string | undefined } & AboutCreate)
  | {
      readonly type: 'export_job_polled';
      readonly tenantId: TenantId;
      readonly group: string;
      readonly exportJobId: string;
      readonly number: number;
      readonly status: JobStatusName;
    }
  | {
      readonly type: 'export_job_poll_failed';
      readonly tenantId: TenantId;
      readonly group: string;
      readonly exportJobId: string;
      readonly number: number;
      readonly err: unknown;
      readonly code: string;
    }
  | ({
      readonly type: 'export_job_ended';
      readonly phase: EndedJob['phase'];
      readonly reason: string;
    } & AboutExport)
  /** `waitedMs`: since the first of its windows came. */
  | {
      readonly type: 'export_slot_taken';
      readonly tenantId: TenantId;
      readonly group: string;
      readonly exportId: string;
      readonly waitedMs: number;
    }
  /** OCP fails, and no create is sent now. */
  | {
      readonly type: 'export_job_put_off';
      readonly tenantId: TenantId;
      readonly group: string;
      readonly exportId: string;
    }
  | { readonly type: 'export_slot_freed'; readonly phase: ExportJob['phase'] }
  /** No job of the tenant starts until then, because its jobs fail. `failures`: in a row. */
  | {
      readonly type: 'exports_held_back';
      readonly tenantId: TenantId;
      readonly group: string;
      readonly failures: number;
      readonly heldUntil: Timestamp;
      readonly why: 'jobs failed' | 'credentials refused';
    }
  /** The registry no longer has the group for the tenant of this job. `isFreed`: its slot was given back. */
  | {
      readonly type: 'export_job_orphaned';
      readonly tenantId: TenantId;
      readonly group: string;
      readonly exportId: string;
      readonly isFreed: boolean;
    }
  /** An item of the group in the table `export-groups`. It was skipped. */
  | {
      readonly type: 'export_item_unreadable';
      readonly group: string;
      readonly kind: UnreadableItem['kind'];
      readonly id: string;
      readonly err: unknown;
      readonly code: string;
    };

type ReconciliationReport =
  | {
      readonly type: 'reconciliation_closed';
      readonly reconciliationId: ReconciliationId;
      readonly tenantId: TenantId;
      readonly groupId: GroupId;
      readonly status: Reconciliation['reconciliationStatus'];
      readonly failureReason: string | undefined;
      /** Calls by their outcome. */
      readonly counts: Readonly<Partial<Record<CallOutcome['outcome'], number>>>;
    }
  /** Its item can be neither read nor written. */
  | {
      readonly type: 'reconciliation_stuck';
      readonly reconciliationId: ReconciliationId;
      readonly groupId: GroupId;
      readonly during: ReconciliationEvent['type'];
      readonly err: unknown;
      readonly code: string;
    }
  | ({ readonly type: 'callback_posted' } & AboutCallback)
  /** The URL of the group did not accept the result. It is posted again later. */
  | ({ readonly type: 'callback_failed'; readonly err: unknown; readonly code: string } & AboutCallback)
  /** The same, after the last attempt. */
  | ({ readonly type: 'callback_given_up'; readonly err: unknown; readonly code: string } & AboutCallback)
  | ({ readonly type: 'watchdog_failed'; readonly err: unknown } & AboutWatched);

/** The result of a window that is posted. `attempt`: from 1. */
export type AboutCallback = {
  readonly tenantId: TenantId;
  readonly groupId: GroupId;
  readonly reconciliationId: ReconciliationId;
  readonly attempt: number;
};

/** What the watchdog was looking at. */
export type AboutWatched = {
  readonly reconciliationId?: ReconciliationId;
  readonly tenantId?: TenantId;
  readonly groupId?: GroupId;
};

type CallEvent =
  | {
      readonly type: 'call_skipped';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly why: Exclude<CallClaim['kind'], 'claimed'>;
    }
  | {
      readonly type: 'call_not_recovered';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly reconciliationId: ReconciliationId;
      readonly code: string;
      readonly reason: string;
      /** Faults in a row. 0 if this counts as no fault. */
      readonly faults: number;
    }
  /** Two exports gave the same rejected bytes. */
  | ({ readonly type: 'recording_damaged_at_ocp' } & FailedCall)
  /** So many faults in a row that an operator should look. */
  | ({ readonly type: 'call_faulty' } & FailedCall)
  /** A listing names a call that was given up or explained. It is recovered after all. */
  | ({
      readonly type: 'call_reopened';
      readonly exportJobId: string;
      readonly was: 'given up' | 'explained';
    } & Pick<FailedCall, 'tenantId' | 'callId'>)
  | ({ readonly type: 'call_stuck'; readonly err: unknown; readonly code: string } & AboutCall);

type FailedCall = {
  readonly tenantId: TenantId;
  readonly callId: CallId;
  readonly reconciliationId: ReconciliationId;
  readonly code: string;
  readonly reason: string;
};

/** A call, and what was to be done with it. */
export type AboutCall = {
  readonly tenantId: TenantId;
  readonly callId: CallId;
  readonly reconciliationId?: ReconciliationId;
  readonly holder?: ReconciliationId;
  readonly group?: string;
  readonly exportJobId?: string;
};

type MessageEvent =
  | LimitEvent
  | { readonly type: 'check_ignored'; readonly reason: string }
  /** The registry does not have the group for the tenant of the message. */
  | {
      readonly type: 'group_unknown';
      readonly tenantId: TenantId;
      readonly group: string;
      readonly disposition: 'postpone' | 'dead-letter';
    }
  /** The window is for an OCP at another base URL. */
  | {
      readonly type: 'endpoint_differs';
      readonly tenantId: TenantId;
      readonly group: string;
      readonly disposition: 'postpone' | 'dead-letter';
    };
