import type { CallRecord, Location } from '../call-record.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import type { TenantId } from '../ids.ts';
import { newRecord } from '../new-record.ts';
import { MOVED } from '../outcome-codes.ts';
import { COPIED, joinObjects, listLeft } from './join-objects.ts';
import type { SupersededObject } from './move-fields.ts';
import { isSamePlace } from './receive-moved.ts';

/**
 * Turns the record under the old tenant into a tombstone, if it is still the one that was received under the new tenant.
 * The tombstone keeps its history, where the call is now, and its objects that are no recordings any more.
 *
 * @param to where the call is now: the tenant, and the place of its recording if it has one.
 * @param revision of the record that was received.
 * @returns whether it is a tombstone. False: the record has changed, and must be received again.
 */
export const endMove =
  (
    to: { readonly tenantId: TenantId; readonly location?: Location | undefined },
    revision: number,
    objects: readonly Omit<SupersededObject, 'at'>[],
    context: ChangeContext,
  ): Transition<boolean> =>
  (current) => {
    if (current?.revision !== revision) return { result: false };
    const added = objects.map((one) => ({ ...one, at: context.now }));
    const { tenantId, location } = to;
    const superseded = joinObjects(listLeft(current, to, context.now), added).filter(
      (one) => !location || !isSamePlace(one, location),
    );
    return changeTo(current, tombstoneOf(current, tenantId, superseded, context), 'moved', context, true);
  };

const tombstoneOf = (
  current: CallRecord,
  tenantId: TenantId,
  superseded: SupersededObject[],
  { now }: ChangeContext,
): CallRecord => {
  const { groupId, createdAt, callTimestamp, history, revision } = current;
  return {
    ...newRecord(current, createdAt),
    ...(groupId !== undefined && { groupId }),
    callTimestamp,
    history,
    revision,
    movedTo: { tenantId, at: now },
    ...(superseded.length > 0 && { superseded }),
    outcome: {
      code: MOVED,
      message: `the call has moved to tenant ${tenantId}`,
      retryable: superseded.some(isCopied),
      at: now,
    },
  };
};

const isCopied = ({ why }: SupersededObject): boolean => why === COPIED;

/** The objects of a tombstone that are to be deleted, because their bytes are stored under the new tenant. */
export const copiedObjectsOf = ({ superseded = [] }: CallRecord): SupersededObject[] =>
  superseded.filter(isCopied);

/** Writes on a tombstone what happened to an object: `deleted`, or `kept` because it must not be deleted. */
export const settleSuperseded =
  (
    { bucket, key }: Pick<SupersededObject, 'bucket' | 'key'>,
    result: 'deleted' | 'kept',
    context: ChangeContext,
  ): Transition<undefined> =>
  (current) => {
    if (!current?.movedTo || current.outcome?.code !== MOVED) return { result: undefined };
    const isIt = (one: SupersededObject): boolean => one.bucket === bucket && one.key === key;
    const superseded = (current.superseded ?? []).flatMap((one) => {
      if (!isIt(one)) return [one];
      return result === 'deleted' ? [] : [{ ...one, why: 'kept' }];
    });
    const after = {
      ...current,
      superseded: superseded.length > 0 ? superseded : undefined,
      outcome: { ...current.outcome, retryable: superseded.some(isCopied) },
    };
    return changeTo(current, after, `object ${result}`, context, undefined);
  };
