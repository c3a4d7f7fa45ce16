import type { CallId, TenantId, Timestamp } from '@recordings/call-record';
import type { ListingVerdict, SweepResult } from '@recordings/reconciliation';

/** What the listing of an export job contains, and what follows from it. */
export type ListingEvent =
  | {
      readonly type: 'export_delivered';
      readonly exportJobId: string;
      readonly tenantId: TenantId;
      readonly group: string;
      readonly recordings: number;
      readonly requested: number;
    }
  /** The counts do not know that the listing confirms its hours, so their completeness stays unconfirmed. */
  | {
      readonly type: 'hours_not_confirmed';
      readonly exportJobId: string;
      readonly tenantId: TenantId;
      readonly group: string;
      readonly err: unknown;
    }
  | { readonly type: 'export_results_gone'; readonly exportJobId: string; readonly err: unknown }
  /** OCP refused our credentials. The listing is asked for again after `waitMs`. */
  | {
      readonly type: 'export_results_refused';
      readonly exportJobId: string;
      readonly waitMs: number;
      readonly err: unknown;
    }
  /** OCP throttled us. The listing is asked for again after a wait. */
  | { readonly type: 'export_results_throttled'; readonly exportJobId: string; readonly err: unknown }
  | {
      readonly type: 'listed_recording_unusable';
      readonly exportJobId: string;
      readonly tenantId: TenantId;
      readonly group: string;
      readonly callId: string;
      readonly recordingId: string;
    }
  | {
      readonly type: 'recording_listed_twice';
      readonly exportJobId: string;
      readonly tenantId: TenantId;
      readonly group: string;
      readonly callId: string;
      readonly recordingId: string;
      readonly firstRecordingId: string;
    }
  | {
      readonly type: 'listed_row_unreadable' | 'listing_cut_off';
      readonly tenantId: TenantId;
      readonly exportJobId: string;
      readonly group: string;
      readonly reason: string;
    }
  /** The absence of a call from this listing does not count. */
  | {
      readonly type: 'listing_doubted';
      readonly tenantId: TenantId;
      readonly exportJobId: string;
      readonly group: string;
      readonly kind: ListingVerdict['kind'];
      readonly reason: string;
    }
  | { readonly type: 'unrequested_recording' }
  | {
      readonly type: 'cdrs_unreadable';
      readonly tenantId: TenantId;
      readonly exportJobId: string;
      readonly group: string;
      readonly reason: string;
    }
  /** A sweep has ended: its range is compared with OCP's inventory, or is compared again later. */
  | ({
      readonly type: 'range_swept' | 'range_not_swept';
      readonly tenantId: TenantId;
      readonly group: string;
      readonly exportJobId: string;
      readonly fromDate: Timestamp;
      readonly toDate: Timestamp;
      readonly reason: string;
    } & SweepResult)
  /** A trusted listing of its range lacks the recording of a call that we store. */
  | {
      readonly type: 'stored_call_not_listed';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly group: string;
      readonly exportJobId: string;
    }
  /** Calls of the daily schedule that a listing of other calls lacks. It counts as their next ask. */
  | {
      readonly type: 'asks_replaced';
      readonly exportJobId: string;
      readonly tenantId: TenantId;
      readonly group: string;
      readonly calls: number;
    }
  | {
      readonly type: 'call_discovered';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly group: string;
      readonly exportJobId: string;
    };
