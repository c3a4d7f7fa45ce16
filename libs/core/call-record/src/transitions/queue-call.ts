import { changeRecord, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { ReconciliationId } from '../ids.ts';
import type { ChangeContext } from './record-event.ts';

/**
 * Puts a call into a window that is about to be published. Index reads are eventual: this write confirms what was
 * decided from one.
 *
 * @param staleReconciliationId the reconciliation that held the call and was found closed, absent or expired.
 */
export const queueCall =
  (
    reconciliationId: ReconciliationId,
    staleReconciliationId: ReconciliationId | undefined,
    context: ChangeContext,
  ): Transition<'queued' | 'not pending'> =>
  (current) => {
    if (!current || current.s3Stored || current.reconciliationShard === undefined)
      return { result: 'not pending' };
    const isOurs = current.reconciliationStatus === 'queued' && current.reconciliationId === reconciliationId;
    if (isOurs) return { result: 'queued' }; // Written before, and the answer was lost.
    const isHeld =
      current.reconciliationStatus === 'queued' || current.reconciliationStatus === 'in_progress';
    // Another execution may have had it meanwhile, and its reconciliation may have let go of it again.
    const isDue = current.nextReconciliationAt === undefined || current.nextReconciliationAt <= context.now;
    const isFree = !isHeld || current.reconciliationId === staleReconciliationId;
    if (!isFree || !isDue) return { result: 'not pending' };
    const after = deriveRecord(
      { ...current, reconciliationStatus: 'queued', reconciliationId, lastReconciliationAt: context.now },
      context,
    );
    const next = changeRecord(current, after, { at: context.now, what: 'found missing', by: context.by });
    // The registry may have changed since the record was written.
    const isPending = after.reconciliationShard !== undefined;
    return { ...(next && { next }), result: isPending ? 'queued' : 'not pending' };
  };
