import type { CallId, CallKey } from '@recordings/call-record';
import type { CallTime, ExportedJob, OcpRecording } from '@recordings/reconciliation';
import { isReopened } from '../../note-reopened.ts';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { findOwners, listPossibleTenants, MAX_LOOK_UP } from './find-owners.ts';
import type { KeepDelivering } from './keep-delivering.ts';
import { proveCall } from './prove-call.ts';
import { recordUnknown } from './record-unknown.ts';

export type UnrequestedDeps = Pick<
  RecoveryDeps,
  'calls' | 'findExistingCalls' | 'registry' | 'ocpHost' | 'shardCount' | 'now' | 'note'
>;

/** Recordings of a listing that no window asked for, and the calls of its range that are stored, by the index. */
export type Unrequested = {
  readonly recordings: ReadonlyMap<CallId, readonly OcpRecording[]>;
  readonly stored: ReadonlyMap<CallId, CallTime>;
};

/** What became of them. */
export type NotedRecordings = {
  /**
   * Calls of this tenant that are downloaded from this job: OCP was said not to have the recording, or may delete it before
   * another job lists it.
   */
  readonly wanted: readonly CallId[];
  /** Whether OCP may delete a recording of the pending ones before another job lists it. */
  readonly isLastChance: boolean;
  /** Calls of this tenant that are not stored, those among them. */
  readonly pending: readonly CallId[];
  /** Calls whose record was made after the job was planned, of this or an earlier delivery of the job. */
  readonly created: number;
  /** Calls that had been given up or explained. */
  readonly reopened: number;
};

/**
 * Counts recordings that no reconciliation asked for. Each proves that OCP has the recording of its call. A call that was
 * given up or explained is reopened, and a call without a record gets one. If tenants share the group, its listing
 * contains the calls of all of them. A call that none of them knows is recorded under the tenant `unknown`: its recording
 * must not reach the wrong tenant.
 */
export const noteUnrequested = async (
  deps: UnrequestedDeps,
  group: RecoveredGroup,
  job: ExportedJob,
  { recordings, stored }: Unrequested,
  keepDelivering: KeepDelivering,
): Promise<NotedRecordings> => {
  const noted: Noting = { wanted: [], pending: [], isLastChance: false, created: 0, reopened: 0 };
  if (recordings.size === 0) return noted;
  for (const _ of recordings) deps.note({ type: 'unrequested_recording' });
  // Most calls of a listing are stored. The index shows that cheaply, and it never shows that a call is unknown.
  const others = [...recordings.keys()].filter((callId) => !stored.has(callId));
  const tenantIds = listPossibleTenants(deps, group);
  for (let at = 0; at < others.length; at += MAX_LOOK_UP) {
    await keepDelivering();
    const callIds = others.slice(at, at + MAX_LOOK_UP);
    const ownerOf = await findOwners(deps, tenantIds, callIds);
    for (const callId of callIds) {
      await keepDelivering();
      const recording = recordings.get(callId)![0]!;
      const owner = ownerOf.get(callId);
      const key = { tenantId: owner ?? tenantIds.at(-1)!, callId };
      const one = await noteOne(deps, group, job, key, recording, owner !== undefined);
      if (one.isCreated) noted.created += 1;
      if (one.isReopened) noted.reopened += 1;
      if (key.tenantId !== group.tenantId || !one.isPending) continue;
      noted.pending.push(callId);
      if (one.isLastChance) noted.isLastChance = true;
      if (one.isWanted) noted.wanted.push(callId);
    }
  }
  return noted;
};

type Noting = {
  wanted: CallId[];
  pending: CallId[];
  isLastChance: boolean;
  created: number;
  reopened: number;
};

type NotedOne = {
  readonly [is in 'isCreated' | 'isReopened' | 'isPending' | 'isLastChance' | 'isWanted']?: boolean;
};

const noteOne = async (
  deps: UnrequestedDeps,
  group: RecoveredGroup,
  job: ExportedJob,
  key: CallKey,
  recording: OcpRecording,
  isKnown: boolean,
): Promise<NotedOne> => {
  if (!isKnown) {
    const isLast = await recordUnknown(deps, group, job, key, recording);
    if (!isLast) return { isCreated: true, isPending: true };
  }
  const proved = await proveCall(deps, group, job, key, recording);
  if (!proved) return {};
  const { was, createdAt, isLastChance, isRepeated } = proved;
  return {
    isCreated: createdAt !== undefined && createdAt >= job.intendedAt,
    isReopened: isReopened(was),
    isPending: was !== 'stored' && was !== 'absent',
    isLastChance,
    // The earlier delivery may have ended before the call was downloaded.
    isWanted: isReopened(was) || was === 'proved' || (was === 'known' && isRepeated),
  };
};
