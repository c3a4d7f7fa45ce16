import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import type { ReconciliationId } from '../ids.ts';
import { RETENTION_EXPIRED } from '../outcome-codes.ts';
import { shifted } from '../timestamp.ts';
import { giveUpCall } from './give-up-call.ts';

/**
 * Gives up a call whose recording OCP deletes within `marginMs`. The deadline is derived again first. If the registry
 * or the call's start now gives a later one, the call stays pending and the record gets the later deadline.
 *
 * @param deadHolder a holder that the caller found closed, absent or past its lease.
 * @returns `over`: the call is stored, explained, already given up, or absent.
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
      return changeTo(current, after, 'not expired', context, 'not expired');
    }
    const message = `OCP keeps the recording until ${after.recoverableUntil} only`;
    return giveUpCall({ code: RETENTION_EXPIRED, message }, context, deadHolder)(current);
  };
