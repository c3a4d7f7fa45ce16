import { changeRecord, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { ReconciliationId } from '../ids.ts';
import { shifted } from '../timestamp.ts';
import { giveUpCall } from './give-up-call.ts';
import type { ChangeContext } from './record-event.ts';

/**
 * Gives a call up that OCP deletes within `marginMs`, by the deadline that the registry gives it now. If the registry
 * or the call's start gives it a later one than the record says, the call stays and its deadline moves.
 *
 * @param deadHolder a holder that was found closed, absent or past its lease.
 */
export const expireCall =
  (
    marginMs: number,
    context: ChangeContext,
    deadHolder?: ReconciliationId,
  ): Transition<'given up' | 'held' | 'over' | 'not expired'> =>
  (current) => {
    if (!current || current.reconciliationShard === undefined) return { result: 'over' };
    const after = deriveRecord(current, context);
    if (shifted(after.recoverableUntil, -marginMs) > context.now) {
      const next = changeRecord(current, after, { at: context.now, what: 'not expired', by: context.by });
      return { ...(next && { next }), result: 'not expired' };
    }
    const message = `OCP keeps the recording until ${after.recoverableUntil} only`;
    return giveUpCall({ code: 'RETENTION_EXPIRED', message }, context, deadHolder)(current);
  };
