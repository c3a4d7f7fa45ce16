import {
  type CallKey,
  type CallRecord,
  copiedObjectsOf,
  isSamePlace,
  settleSuperseded,
} from '@recordings/call-record';
import { assertStored } from './copy-recording.ts';
import type { MoveCallDeps } from './move-deps.ts';

/**
 * Deletes the objects of a tombstone whose bytes are stored under the new tenant. What must not be deleted stays, and is
 * listed on the tombstone.
 */
export const settleObjects = async (
  deps: MoveCallDeps,
  key: CallKey,
  tombstone: CallRecord,
  signal: AbortSignal,
): Promise<void> => {
  const { movedTo } = tombstone;
  const copied = copiedObjectsOf(tombstone);
  if (!movedTo || copied.length === 0) return;
  const there = await deps.calls.read({ ...key, tenantId: movedTo.tenantId });
  for (const { bucket, key: objectKey, sha256 } of copied) {
    const object = { bucket, key: objectKey };
    const isSafe =
      there?.s3Stored === true &&
      there.location !== undefined &&
      there.audio?.sha256 === sha256 &&
      !isSamePlace(there.location, object);
    if (isSafe) await assertStored(deps.store, there.location!, sha256!, signal);
    const result = isSafe ? await deps.store.remove(object) : 'kept';
    if (result === 'kept') deps.note({ type: 'superseded_kept', ...key, object });
    const context = { group: undefined, shardCount: deps.shardCount, now: deps.now(), by: deps.by };
    await deps.calls.change(key, settleSuperseded(object, result, context));
  }
};
