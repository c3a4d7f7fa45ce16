import { changeRecord, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { ReconciliationId } from '../ids.ts';
import type { ChangeContext } from './record-event.ts';

/**
 * Ends a call that can no longer be recovered, with the reason. A push that comes all the same still completes it. A
 * call that a reconciliation holds is left alone: what is under way may still be in time.
 *
 * @param deadHolder a holder that was found closed, absent or past its lease.
 */
export const giveUpCall =
  (
    reason: { readonly code: string; readonly message: string },
    context: ChangeContext,
    deadHolder?: ReconciliationId,
  ): Transition<'given up' | 'held' | 'over'> =>
  (current) => {
    if (!current || current.reconciliationShard === undefined) return { result: 'over' };
    const isHeld =
      current.reconciliationStatus === 'queued' || current.reconciliationStatus === 'in_progress';
    if (isHeld && current.reconciliationId !== deadHolder) return { result: 'held' };
    const outcome = { ...reason, retryable: false, at: context.now };
    const after = deriveRecord({ ...current, reconciliationStatus: 'failed', outcome }, context);
    const next = changeRecord(current, after, { at: context.now, what: 'given up', by: context.by });
    return { ...(next && { next }), result: 'given up' };
  };
