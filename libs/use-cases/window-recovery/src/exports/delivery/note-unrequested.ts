import {
  type CallId,
  type CallKey,
  type CdrFacts,
  callTimeOf,
  parseRecordingName,
  recordDiscovered,
  type TenantId,
  UNKNOWN_TENANT,
} from '@recordings/call-record';
import type { ExportedJob, OcpRecording } from '@recordings/reconciliation';
import { makeChangeContext } from '../../change-context.ts';
import { findOwnGroup, findSharedGroup, type RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { skipIfStuck } from '../../skip-if-stuck.ts';
import type { KeepDelivering } from './keep-delivering.ts';

type UnrequestedDeps = Pick<
  RecoveryDeps,
  'calls' | 'findStoredCalls' | 'findExistingCalls' | 'registry' | 'ocpHost' | 'shardCount' | 'now' | 'note'
>;

/** Calls that are looked up at once. The delivery shows that it is alive between two look-ups. */
const LOOK_UP = 100;

/**
 * Counts recordings that no reconciliation asked for, and writes a record for each call that has none. If tenants share
 * the group, its listing contains the calls of all of them. A call that none of them knows is recorded under the tenant
 * `unknown`: its recording must not reach the wrong tenant.
 */
export const noteUnrequested = async (
  deps: UnrequestedDeps,
  group: RecoveredGroup,
  job: ExportedJob,
  unrequested: ReadonlyMap<CallId, OcpRecording>,
  keepDelivering: KeepDelivering,
): Promise<void> => {
  if (unrequested.size === 0) return;
  for (const _ of unrequested) deps.note({ type: 'unrequested_recording' });
  await keepDelivering();
  // Most calls of a listing are stored. The index shows that cheaply, and it never shows that a call is unknown.
  const stored = await deps.findStoredCalls(group, job, keepDelivering);
  const others = [...unrequested.keys()].filter((callId) => !stored.has(callId));
  const tenantIds = listPossibleTenants(deps, group);
  for (let at = 0; at < others.length; at += LOOK_UP) {
    await keepDelivering();
    const callIds = others.slice(at, at + LOOK_UP);
    const existing = await findExisting(deps, tenantIds, callIds);
    for (const callId of callIds) {
      const recording = unrequested.get(callId);
      if (!recording || existing.has(callId)) continue;
      await keepDelivering();
      await recordUnknown(deps, group, job, { tenantId: tenantIds.at(-1)!, callId }, recording);
    }
  }
};

/** The tenants under which a call of the group may have a record. */
const listPossibleTenants = (deps: UnrequestedDeps, { tenantId, groupId }: RecoveredGroup): TenantId[] => {
  const tenants = [...(findSharedGroup(deps, groupId)?.tenants.keys() ?? [])];
  return tenants.length > 1 ? [...tenants, UNKNOWN_TENANT] : [tenantId];
};

const findExisting = async (
  { findExistingCalls }: UnrequestedDeps,
  tenantIds: readonly TenantId[],
  callIds: readonly CallId[],
): Promise<ReadonlySet<CallId>> => {
  const found = await Promise.all(tenantIds.map((tenantId) => findExistingCalls(tenantId, callIds)));
  return new Set(found.flatMap((ids) => [...ids]));
};

const recordUnknown = async (
  deps: UnrequestedDeps,
  group: RecoveredGroup,
  job: ExportedJob,
  key: CallKey,
  recording: OcpRecording,
): Promise<void> => {
  const about = { ...key, group: group.groupId, exportJobId: job.jobId };
  deps.note({ type: 'call_discovered', ...about });
  await skipIfStuck(deps, about, () => {
    const context = makeChangeContext(deps, findOwnGroup(deps.registry, { ...key, groupId: group.groupId }));
    return deps.calls.change(key, recordDiscovered(key, factsOf(group, job, recording), context));
  });
};

const factsOf = (
  { groupId }: RecoveredGroup,
  { fromDate, toDate }: ExportedJob,
  { conversationId, startedAt, fileName }: OcpRecording,
): CdrFacts => {
  const given = callTimeOf(Date.parse(startedAt ?? ''));
  const start = given ?? (fileName && parseRecordingName(fileName)?.startedAt);
  // Without any time, the call is one of the range that the job selected.
  const range = { startedAt: fromDate, startedBefore: toDate };
  return { groupId, conversationId, ...(start ? { startedAt: start } : range) };
};
