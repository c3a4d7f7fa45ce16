import type { CallRecord } from './call-record.ts';
import type { ReconciliationId } from './ids.ts';
import type { Timestamp } from './timestamp.ts';

/** Whether a reconciliation holds the call: it waits in a window (`queued`) or is being recovered (`in_progress`). */
export const isHeld = ({ reconciliationStatus }: Pick<CallRecord, 'reconciliationStatus'>): boolean =>
  reconciliationStatus === 'queued' || reconciliationStatus === 'in_progress';

type Hold = Pick<CallRecord, 'reconciliationStatus' | 'reconciliationId'>;

/** Whether this reconciliation holds the call. A call without a record is not held. */
export const isHeldBy = (call: Hold | undefined, reconciliationId: ReconciliationId): boolean =>
  call?.reconciliationId === reconciliationId && isHeld(call);

/** Whether the wait after the last attempt has ended. */
export const isRetryDue = (
  { nextReconciliationAt }: Pick<CallRecord, 'nextReconciliationAt'>,
  now: Timestamp,
): boolean => nextReconciliationAt === undefined || nextReconciliationAt <= now;

/** Whether the call was given up: OCP's deadline has passed. Only new proof or a later deadline reopens it. */
export const isGivenUp = ({ reconciliationStatus }: Pick<CallRecord, 'reconciliationStatus'>): boolean =>
  reconciliationStatus === 'given_up';

/** Whether the call is still to be recovered. A call that was given up stays in the index for a while. */
export const isPending = (
  record: Pick<CallRecord, 'reconciliationShard' | 'reconciliationStatus'>,
): boolean => record.reconciliationShard !== undefined && !isGivenUp(record);
