import type { CallId, TenantId } from '@recordings/call-record';
import type { ListingVerdict } from '@recordings/reconciliation';

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
