import type { CallId, Location, MoveCounts, TenantId, Timestamp } from '@recordings/call-record';

type AboutCall = { readonly tenantId: TenantId; readonly callId: CallId };

/** What moving calls reports, for metrics and log. */
export type MoveEvent =
  | ({ readonly type: 'call_moved'; readonly to: TenantId; readonly isStored: boolean } & AboutCall)
  /** It is tried again in the next pass. */
  | ({ readonly type: 'call_not_moved'; readonly err: unknown } & AboutCall)
  /** Each tenant has a recording of the call, with other bytes. Both are kept; that of the new tenant counts. */
  | ({ readonly type: 'call_move_conflict'; readonly to: TenantId; readonly kept: Location } & AboutCall)
  /** The object under the old tenant must not be deleted. It is listed on the old record. */
  | ({ readonly type: 'superseded_kept'; readonly object: Location } & AboutCall)
  /** The registry gives groups to other tenants than before. */
  | { readonly type: 'moves_scheduled'; readonly dueAt: Timestamp }
  | ({ readonly type: 'moves_pass_ended'; readonly nextAt: Timestamp } & MoveCounts)
  | { readonly type: 'moves_completed' };
