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
    const chosen = { ...knownPlaceOf(current, to), ...to };
    if (isDeepStrictEqual(current.movingTo, { ...chosen, at: current.movingTo?.at }))
      return { result: current };
    const superseded = listLeft(current, chosen, context.now);
    const after = {
      ...current,
      movingTo: { ...chosen, at: context.now },
      ...(superseded.length > 0 && { superseded }),
    };
    const { next } = changeTo(current, after, 'moving', context, undefined);
    return { ...(next && { next }), result: next ?? current };
  };

/** The new tenant has the recording already. A place that was chosen before may be where it is, or may have a copy. */
const knownPlaceOf = (
  { movingTo }: CallRecord,
  to: Omit<MovingTo, 'at'>,
): Pick<MovingTo, 'location' | 'lineOfBusiness'> => {
  if (!movingTo?.location || to.location || movingTo.tenantId !== to.tenantId) return {};
  const { location, lineOfBusiness } = movingTo;
  return { location, ...(lineOfBusiness !== undefined && { lineOfBusiness }) };
};
