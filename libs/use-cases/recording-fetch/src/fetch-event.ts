import type { CallId, ReconciliationId, TenantId } from '@recordings/call-record';
import type { StoreOutcome } from './store-outcome.ts';

/** What fetching a recording reports, for metrics and log. */
export type FetchEvent =
  | {
      readonly type: 'recording_downloaded';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly reconciliationId: ReconciliationId;
      readonly result: StoreOutcome['kind'];
      /** Why the bytes are in quarantine; empty if they are stored. */
      readonly reason: string;
      /** From the permit of the download to the end of the last write. */
      readonly durationMs: number;
    }
  /** The task is acknowledged and nothing is fetched. */
  | { readonly type: 'download_ignored'; readonly reason: 'reconciliation closed' | 'held elsewhere' }
  /** The registry does not have the group for the tenant of the task. OCP is not asked. */
  | {
      readonly type: 'group_unknown';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly group: string;
      readonly disposition: 'postpone' | 'dead-letter';
    }
  /** A permanent fault: the outcome of the call is `failed`. */
  | {
      readonly type: 'download_failed';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly reconciliationId: ReconciliationId;
      readonly err: unknown;
      readonly code: string;
    }
  /** OCP refuses the credentials of the group, or a person has paused it: the task waits for `waitMs`. */
  | {
      readonly type: 'download_held';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly waitMs: number;
      readonly code: string;
    }
  /** Any other fault: the task will be tried again. */
  | {
      readonly type: 'download_put_off';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly tries: number;
      readonly err: unknown;
      readonly code: string;
    };
