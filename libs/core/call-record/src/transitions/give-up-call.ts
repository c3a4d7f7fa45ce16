import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { Evidence } from '../evidence.ts';
import { isHeld, isPending } from '../held.ts';
import type { ReconciliationId } from '../ids.ts';

/**
 * Ends a call that can no longer be recovered, with the reason. A later push, or a listing that names it, still
 * recovers it. A call that a reconciliation holds stays as it is, because its recovery may still be in time.
 *
 * @param deadHolder a holder that the caller found closed, absent or past its lease.
 * @returns `over`: the call is stored, explained, already given up, or absent.
 */
export const giveUpCall =
  (
    reason: { readonly code: string; readonly message: string; readonly evidence?: Evidence },
    context: ChangeContext,
    deadHolder?: ReconciliationId,
  ): Transition<'given up' | 'held' | 'over'> =>
  (current) => {
    if (!current || !isPending(current)) return { result: 'over' };
    if (isHeld(current) && current.reconciliationId !== deadHolder) return { result: 'held' };
    const after = deriveRecord(
      {
        ...current,
        reconciliationStatus: 'given_up',
        outcome: { ...reason, retryable: false, at: context.now },
        nextReconciliationAt: undefined,
      },
      context,
    );
    return changeTo(current, after, 'given up', context, 'given up');
  };
