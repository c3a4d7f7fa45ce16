import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import { isHeld } from '../held.ts';
import { latestDeadline } from '../manual-action.ts';
import { isTombstone } from '../moves/tombstone.ts';
import { CALL_UNIDENTIFIED } from '../outcome-codes.ts';
import { reopenRecord } from '../reopen-record.ts';
import type { Timestamp } from '../timestamp.ts';

export type ReopenRequest = {
  readonly reason: string;
  /** The command of the person. */
  readonly what?: 'reopen' | 'rerun';
  /** The person says that OCP keeps the recording until then. A deadline never moves earlier by it. */
  readonly recoverableUntil?: Timestamp;
};

/**
 * - `reopened`: the call is pending, due at once, and has all its attempts.
 * - `stored`, `absent`: there is nothing to reopen.
 * - `held`: a window is recovering it just now.
 * - `unidentified`: it has only bytes that name no call, so OCP cannot be asked.
 * - `expired`: OCP deletes its recording within `marginMs`, as far as we know.
 */
export type Reopened = 'reopened' | 'stored' | 'absent' | 'held' | 'unidentified' | 'expired';

/**
 * Makes a call pending that is not stored, because a person asks for it: one that was given up or explained, or one that
 * waits for its next ask. It stays expected after it, whatever its channel or group.
 *
 * @param marginMs an export could not finish within it.
 */
export const reopenCall =
  (
    { reason, what = 'reopen', recoverableUntil }: ReopenRequest,
    marginMs: number,
    context: ChangeContext,
  ): Transition<Reopened> =>
  (current) => {
    // A call that has moved is reopened under its new tenant.
    if (!current || isTombstone(current)) return { result: 'absent' };
    if (current.s3Stored) return { result: 'stored' };
    if (current.outcome?.code === CALL_UNIDENTIFIED) return { result: 'unidentified' };
    if (isHeld(current)) return { result: 'held' };
    const lastManualAction = {
      ...{ what, by: context.by, reason, at: context.now },
      ...latestDeadline(current, recoverableUntil),
    };
    const after = deriveRecord(reopenRecord({ ...current, lastManualAction }), context);
    const isExpired = Date.parse(after.recoverableUntil) - marginMs <= Date.parse(context.now);
    if (isExpired) return { result: 'expired' };
    return changeTo(current, after, 'reopened by a person', context, 'reopened');
  };
