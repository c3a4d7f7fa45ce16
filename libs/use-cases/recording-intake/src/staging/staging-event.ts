import type { CallId, TenantId, Timestamp } from '@recordings/call-record';
import type { StoreResult } from '../store-recording.ts';

/** What the recovery of staged recordings reports, for metrics and log. */
export type StagingEvent =
  /** `reason` is empty unless the recording was quarantined. */
  | {
      readonly type: 'staged_recording_finished';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly result: StoreResult['kind'];
      readonly reason: string;
      readonly stagedAt: Timestamp;
    }
  /** The object stays. The next round tries it again. */
  | {
      readonly type: 'staged_recording_failed';
      readonly key: string;
      readonly stagedAt: Timestamp;
      readonly err: unknown;
      readonly code: string;
    }
  /** One round has ended. `oldestAgeMs`: of the objects that it could not finish; 0 if it finished all. */
  | {
      readonly type: 'staging_searched';
      readonly finished: number;
      readonly failed: number;
      readonly oldestAgeMs: number;
    }
  /** Another instance does this round. */
  | { readonly type: 'staging_claimed_elsewhere' };
