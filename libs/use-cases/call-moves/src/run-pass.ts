import {
  hasCopiedObject,
  isTombstone,
  type MoveCounts,
  type MoveJob,
  ownershipOf,
} from '@recordings/call-record';
import { findOwner } from './find-owner.ts';
import type { IndexedCall, MoveCallsDeps } from './move-deps.ts';

export type PassEnd = { readonly isComplete: boolean; readonly counts: MoveCounts };

/**
 * Moves each call that belongs to another tenant, from the checkpoint of the job on. A call that cannot be moved does not
 * block the others.
 *
 * @param save stores the progress. False: the job is no longer ours.
 */
export const runPass = async (
  deps: MoveCallsDeps,
  job: MoveJob,
  save: (progress: Pick<MoveJob, 'cursor' | 'counts'>) => Promise<boolean>,
  signal: AbortSignal,
): Promise<PassEnd> => {
  const counts = { ...job.counts };
  const registry = deps.registry();
  for await (const { calls, cursor } of deps.callPages(job.cursor)) {
    const misplaced = calls.filter((call) => mayMove(registry, call));
    for (let at = 0; at < misplaced.length; at += deps.parallel) {
      if (signal.aborted || !(await deps.claim()) || hasChanged(deps, job))
        return { isComplete: false, counts };
      const results = await moveSlice(deps, misplaced.slice(at, at + deps.parallel), signal);
      for (const result of results) if (result) counts[result] += 1;
    }
    if (cursor === undefined) break;
    if (signal.aborted || !(await deps.claim()) || !(await save({ cursor, counts })))
      return { isComplete: false, counts };
  }
  return { isComplete: !signal.aborted, counts };
};

/** The registry is another one than that which the job waited for. */
const hasChanged = (deps: MoveCallsDeps, { ownership }: MoveJob): boolean =>
  ownershipOf(deps.registry()) !== ownership;

/** Records of one call, a tombstone among them, one after the other: each looks at the other's object before it deletes. */
const moveSlice = async (
  deps: MoveCallsDeps,
  calls: readonly IndexedCall[],
  signal: AbortSignal,
): Promise<(keyof MoveCounts | undefined)[]> => {
  const byCall = [...Map.groupBy(calls, ({ callId }) => callId).values()];
  const moved = byCall.map(async (records) => {
    const results: (keyof MoveCounts | undefined)[] = [];
    for (const record of records) results.push(await tryToMove(deps, record, signal));
    return results;
  });
  return (await Promise.all(moved)).flat();
};

/** A call whose index item cannot be read is looked at by its record: if that cannot be read either, it counts as failed. */
const mayMove = (registry: Parameters<typeof findOwner>[0], call: IndexedCall): boolean => {
  if (call.isUnreadable) return true;
  return isTombstone(call) ? hasCopiedObject(call) : findOwner(registry, call) !== undefined;
};

const tryToMove = async (
  { moveCall, note }: MoveCallsDeps,
  { tenantId, callId }: IndexedCall,
  signal: AbortSignal,
): Promise<keyof MoveCounts | undefined> => {
  try {
    const result = await moveCall({ tenantId, callId }, signal);
    if (result === 'stays') return undefined;
    return result === 'settled' ? 'moved' : result;
  } catch (err) {
    if (signal.aborted) return undefined;
    note({ type: 'call_not_moved', tenantId, callId, err });
    return 'failed';
  }
};
