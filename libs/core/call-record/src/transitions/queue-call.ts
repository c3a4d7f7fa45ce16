import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import { isHeld, isPending, isRetryDue } from '../held.ts';
import type { ReconciliationId } from '../ids.ts';

/**
 * Puts a call into a window before the window is published. The pooler decided from an index, which may be out of
 * date; this write on the record confirms the decision.
 *
 * @param staleReconciliationId the holder that the caller found closed, absent or past its lease.
 */
export const queueCall =
  (
    reconciliationId: ReconciliationId,
    staleReconciliationId: ReconciliationId | undefined,
    context: ChangeContext,
  ): Transition<'queued' | 'not pending'> =>
  (current) => {
    if (!current || current.s3Stored || !isPending(current)) return { result: 'not pending' };
    const isOurs = current.reconciliationStatus === 'queued' && current.reconciliationId === reconciliationId;
    if (isOurs) return { result: 'queued' }; // An earlier write whose answer was lost.
    const isFree = !isHeld(current) || current.reconciliationId === staleReconciliationId;
    // Not due: another run queued the call meanwhile, and its reconciliation has released it already.
    if (!isFree || !isRetryDue(current, context.now)) return { result: 'not pending' };
    const after = deriveRecord(
      { ...current, reconciliationStatus: 'queued', reconciliationId, lastReconciliationAt: context.now },
      context,
    );
    // The registry may have changed since the record was written, and may explain the call now.
    return changeTo(current, after, 'found missing', context, isPending(after) ? 'queued' : 'not pending');
  };
