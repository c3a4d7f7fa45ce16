import type { GroupId, ReconciliationId, TenantId, Timestamp } from '@recordings/call-record';
import type { Priority, SweepFault } from '@recordings/reconciliation';

type AboutRange = {
  readonly tenantId: TenantId;
  readonly groupId: GroupId;
  readonly fromDate: Timestamp;
  readonly toDate: Timestamp;
};

/** What planning sweeps reports. */
export type SweepEvent =
  /** The window of a range was published, or is published again. */
  | ({
      readonly type: 'sweep_published';
      readonly reconciliationId: ReconciliationId;
      readonly priority: Priority;
      readonly isAgain: boolean;
    } & AboutRange)
  /** The next execution publishes it. */
  | ({
      readonly type: 'sweep_not_published';
      readonly reconciliationId: ReconciliationId;
      readonly code: string;
      readonly reason: string;
    } & AboutRange)
  | ({ readonly type: 'sweep_ended'; readonly reconciliationId: ReconciliationId } & AboutRange)
  /** The range is swept again after a wait. */
  | ({ readonly type: 'sweep_failed'; readonly fault: SweepFault; readonly reason: string } & AboutRange)
  /** OCP deleted the range before its export job was made. */
  | ({ readonly type: 'sweep_range_expired' } & AboutRange)
  /** The checkpoint of a group cannot be read or written. Other groups go on. */
  | {
      readonly type: 'sweep_group_failed';
      readonly tenantId: TenantId;
      readonly groupId: GroupId;
      readonly err: unknown;
    }
  /** Sweeps are disabled, and a person asked for ranges: the first of them at `askedAt`. */
  | {
      readonly type: 'sweep_not_run';
      readonly tenantId: TenantId;
      readonly groupId: GroupId;
      readonly ranges: number;
      readonly askedAt: Timestamp;
    }
  /** `lateMs`: since when the range that waits longest could have been swept; 0 if none waits. */
  | { readonly type: 'sweeps_measured'; readonly running: number; readonly lateMs: number };
