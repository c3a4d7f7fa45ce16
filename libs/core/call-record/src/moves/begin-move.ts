import { isDeepStrictEqual } from 'node:util';
import type { CallRecord } from '../call-record.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { listLeft } from './join-objects.ts';
import type { MovingTo } from './move-fields.ts';
import { isTombstone } from './tombstone.ts';

/**
 * Says on the record where its call is about to move, before anything is copied. A process that dies leaves what is to be
 * finished. If another place was chosen before, its copy is listed: it is deleted at the end if it is
 * of the same tenant.
 *
 * @param to the new tenant, and the place of the copy of its recording, if it has one.
 * @returns the record as it is now. Undefined if it is absent, or is a tombstone.
 */
export const beginMove =
  (to: Omit<MovingTo, 'at'>, context: ChangeContext): Transition<CallRecord | undefined> =>
  (current) => {
    if (!current || isTombstone(current)) return { result: undefined };
    if (isDeepStrictEqual(current.movingTo, { ...to, at: current.movingTo?.at })) return { result: current };
    const superseded = listLeft(current, to, context.now);
    const after = {
      ...current,
      movingTo: { ...to, at: context.now },
      ...(superseded.length > 0 && { superseded }),
    };
    const { next = current } = changeTo(current, after, 'moving', context, undefined);
    return { next, result: next };
  };
