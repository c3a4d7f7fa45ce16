import type { CallId } from '@recordings/call-record';
import type { CallTime, ExportedJob, OcpRecording } from '@recordings/reconciliation';
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

/**
 * Counts recordings that no reconciliation asked for. Each proves that OCP has the recording of its call. A call that was
 * given up or explained is reopened, and a call without a record gets one. If tenants share the group, its listing
 * contains the calls of all of them. A call that none of them knows is recorded under the tenant `unknown`: its recording
 * must not reach the wrong tenant.
 *
 * @returns the calls of this tenant that are to be downloaded from this job.
 */
export const noteUnrequested = async (
  deps: UnrequestedDeps,
  group: RecoveredGroup,
  job: ExportedJob,
  { recordings, stored }: Unrequested,
  keepDelivering: KeepDelivering,
): Promise<readonly CallId[]> => {
  if (recordings.size === 0) return [];
  for (const _ of recordings) deps.note({ type: 'unrequested_recording' });
  // Most calls of a listing are stored. The index shows that cheaply, and it never shows that a call is unknown.
  const others = [...recordings.keys()].filter((callId) => !stored.has(callId));
  const tenantIds = listPossibleTenants(deps, group);
  const wanted: CallId[] = [];
  for (let at = 0; at < others.length; at += MAX_LOOK_UP) {
    await keepDelivering();
    const callIds = others.slice(at, at + MAX_LOOK_UP);
    const ownerOf = await findOwners(deps, tenantIds, callIds);
    for (const callId of callIds) {
      await keepDelivering();
      const recording = recordings.get(callId)![0]!;
      const tenantId = ownerOf.get(callId);
      if (tenantId === undefined) {
        await recordUnknown(deps, group, job, { tenantId: tenantIds.at(-1)!, callId }, recording);
      } else if (await proveCall(deps, group, job, { tenantId, callId }, recording)) {
        if (tenantId === group.tenantId) wanted.push(callId);
      }
    }
  }
  return wanted;
};
