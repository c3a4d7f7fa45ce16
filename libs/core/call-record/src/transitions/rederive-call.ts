import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { isExplained } from '../derive-reconciliation.ts';
import { deriveRecord } from '../derive-record.ts';
import { isGivenUp } from '../held.ts';
import { reopenRecord } from '../reopen-record.ts';
import { shifted } from '../timestamp.ts';

/**
 * `expected`: the call was explained, and OCP can have its recording after all. `reopened`: it had been given up, and its
 * deadline is later now. `final`: it stays explained or given up. `other`: it has no record, is stored, or is pending.
 */
export type Rederivation = 'expected' | 'reopened' | 'final' | 'other';

/**
 * Derives an explained or given-up call again, by today's registry. An expected call whose deadline has passed becomes
 * pending too: the next execution gives it up and reports it.
 *
 * @param marginMs OCP deletes the recording within this time: an export could not finish.
 */
export const rederiveCall =
  (marginMs: number, context: ChangeContext): Transition<Rederivation> =>
  (current) => {
    if (!current || current.s3Stored) return { result: 'other' };
    const wasGivenUp = isGivenUp(current);
    if (!wasGivenUp && !isExplained(current)) return { result: 'other' };
    const after = deriveRecord(current, context);
    const isExpired = shifted(after.recoverableUntil, -marginMs) <= context.now;
    if (isExplained(after) || (wasGivenUp && isExpired)) {
      return changeTo(current, after, 'derived again', context, 'final');
    }
    const reopened = deriveRecord(reopenRecord(after), context);
    return changeTo(current, reopened, 'reopened', context, wasGivenUp ? 'reopened' : 'expected');
  };
