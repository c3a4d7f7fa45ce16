import {
  beginMove,
  type CallKey,
  type CallRecord,
  type ChangeContext,
  endMove,
  epochMsOf,
  isTombstone,
  type Location,
  lineOfMovedCall,
  type RegistryGroup,
  receiveMoved,
  type SupersededObject,
} from '@recordings/call-record';
import { copyRecording } from './copy-recording.ts';
import { findOwner } from './find-owner.ts';
import type { MoveCallDeps, MoveResult } from './move-deps.ts';
import { settleObjects } from './settle-objects.ts';

/** Other writers may change the record while it moves. After so many of them the next pass goes on. */
const MAX_ROUNDS = 5;

/**
 * Makes the function that moves a call to the tenant of its group. Each step may be repeated, and a process may die between
 * any two:
 *
 * 1. The old record says where the call is about to move.
 * 2. Its recording is copied there, create-only, and the SHA-256 of the copy is compared.
 * 3. The record under the new tenant gets everything of the old one, and `recording.stored` names the new place.
 * 4. The old record becomes a tombstone, unless it has changed since step 1. If it has, the steps are repeated.
 * 5. The old object is deleted, or listed if it must not be deleted.
 *
 * So what any process writes on the old record, also one that does not know of moves, comes along.
 */
export const makeMoveCall =
  (deps: MoveCallDeps) =>
  async (key: CallKey, signal: AbortSignal): Promise<MoveResult> => {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const record = await deps.calls.read(key);
      if (!record) return 'stays';
      if (isTombstone(record)) {
        await settleObjects(deps, key, record, signal);
        return 'settled';
      }
      const group = findOwner(deps.registry, record);
      if (!group) return 'stays';
      if (isBusy(deps, record)) return 'busy';
      if (await moveOnce(deps, record, group, signal)) return 'moved';
    }
    return 'busy';
  };

/** A move that has begun goes on. */
const isBusy = ({ now, quietMs }: MoveCallDeps, { movingTo, updatedAt }: CallRecord): boolean =>
  movingTo === undefined && epochMsOf(now()) - epochMsOf(updatedAt) < quietMs;

/** @returns whether the call has moved. False: a record has changed meanwhile. */
const moveOnce = async (
  deps: MoveCallDeps,
  record: CallRecord,
  group: RegistryGroup,
  signal: AbortSignal,
): Promise<boolean> => {
  const { calls } = deps;
  const from = { tenantId: record.tenantId, callId: record.callId };
  const to = { ...from, tenantId: group.tenant };
  const context = { group, shardCount: deps.shardCount, now: deps.now(), by: deps.by };
  const place = await choosePlace(deps, record, to, group);
  const begun = await calls.change(from, beginMove({ tenantId: to.tenantId, ...place }, context));
  // A recording that was stored just now is copied in the next round.
  if (!begun || begun.s3Stored !== record.s3Stored) return false;
  if (place) await copyTo(deps, begun, { ...to, ...place }, signal);

  const received = await calls.change(to, receiveMoved(to, begun, place?.location, context));
  if (received.kind !== 'received') return false;
  const { record: there } = received;
  // A process may have died after the new record was written, and before its event.
  await publish(deps, to, begun.s3Stored ? there : undefined);
  if (!(await end(deps, begun, there, context))) return false;

  deps.note({ type: 'call_moved', ...from, to: to.tenantId, isStored: there.s3Stored });
  const tombstone = await calls.read(from);
  if (tombstone && isTombstone(tombstone)) await settleObjects(deps, from, tombstone, signal);
  return true;
};

type Place = { readonly location: Location; readonly lineOfBusiness?: string };

/** @returns undefined if there is nothing to copy: the call is not stored, or the new tenant has its recording. */
const choosePlace = async (
  deps: MoveCallDeps,
  record: CallRecord,
  to: CallKey,
  group: RegistryGroup,
): Promise<Place | undefined> => {
  if (!record.s3Stored) return undefined;
  const there = await deps.calls.read(to);
  if (there?.s3Stored) return undefined;
  const lineOfBusiness = lineOfMovedCall(record, group);
  const location = there?.location ?? deps.locate(to, lineOfBusiness);
  return { location, ...(lineOfBusiness !== undefined && { lineOfBusiness }) };
};

const copyTo = async (
  deps: MoveCallDeps,
  { location, audio }: CallRecord,
  to: CallKey & { readonly location: Location },
  signal: AbortSignal,
): Promise<void> => {
  if (!location || !audio)
    throw new Error('the record says that the call is stored, and lacks its place or its audio');
  await copyRecording(deps, { ...audio, location }, to, signal);
};

const publish = async (
  { publishStored }: MoveCallDeps,
  to: CallKey,
  there: CallRecord | undefined,
): Promise<void> => {
  const { location, audio, ingestionSource: source } = there ?? {};
  if (location && audio && source) await publishStored({ ...to, location, sha256: audio.sha256, source });
};

const end = async (
  deps: MoveCallDeps,
  begun: CallRecord,
  there: CallRecord,
  context: ChangeContext,
): Promise<boolean> => {
  const objects = listObjects(begun, there);
  const from = { tenantId: begun.tenantId, callId: begun.callId };
  const isEnded = await deps.calls.change(from, endMove(there, begun.revision, objects, context));
  const other = objects.find(({ why }) => why === 'other bytes');
  if (isEnded && other) {
    const kept = { bucket: other.bucket, key: other.key };
    deps.note({ type: 'call_move_conflict', ...from, to: there.tenantId, kept });
  }
  return isEnded;
};

type Listed = Omit<SupersededObject, 'at'>;

/** The object of the old record. */
const listObjects = ({ location, s3Stored, audio }: CallRecord, there: CallRecord): Listed[] => {
  if (!location) return [];
  const { bucket, key } = location;
  if (!s3Stored) return [{ bucket, key, why: 'unknown' }];
  const isCopied = audio !== undefined && there.audio?.sha256 === audio.sha256;
  return [{ bucket, key, ...(audio && { sha256: audio.sha256 }), why: isCopied ? 'copied' : 'other bytes' }];
};
