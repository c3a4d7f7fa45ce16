import { epochMsOf, ReconciliationId, type RegistryGroup, type Timestamp } from '@recordings/call-record';
import {
  type GroupKey,
  planSweeps,
  type SweepCheckpoint,
  startRange,
  waitsSince,
} from '@recordings/reconciliation';
import { isInScope } from '@recordings/windowing';
import type { Batch } from '../build-window-request.ts';
import type { ExecutionOptions } from '../execution.ts';
import type { MissingCallsDeps } from '../missing-calls-deps.ts';
import { outgoingWindow } from '../publish-windows.ts';
import { buildSweepRequest } from './build-sweep-request.ts';
import { type FollowedGroup, followGroup } from './follow-group.ts';
import { isolate } from './isolate.ts';
import { noteUnswept } from './note-unswept.ts';
import type { SweepDeps } from './sweep-deps.ts';

/**
 * Goes on with the sweeps of the groups in scope: takes in those that ended, and starts the ranges that are due. The range is
 * written before its window is published. After a crash between the two, a later execution publishes the window again,
 * under the same id.
 */
export const runSweeps = async (
  { sweeping, ...others }: MissingCallsDeps,
  { batchId, now }: Batch,
  options: ExecutionOptions,
): Promise<void> => {
  if (!sweeping || options.isDryRun) return;
  const deps: SweepDeps = { ...others, sweeping };
  const groups = listGroups(deps, options, now);
  if (!sweeping.isEnabled) return noteUnswept(deps, groups, now, options.signal);
  const followed: FollowedGroup[] = [];
  for (const group of groups) {
    if (options.signal.aborted) return;
    await isolate(deps, group, async () => void followed.push(await followGroup(deps, group, now)));
  }
  const { policy } = deps.sweeping;
  const lost = followed.filter(({ isLost }) => isLost);
  for (const { group, checkpoint } of lost)
    await isolate(deps, group, () => publishSweep(deps, group, checkpoint, { batchId, now }, true));
  const planned = planSweeps(followed, now, policy);
  for (const { group, checkpoint, range } of planned) {
    if (options.signal.aborted) return;
    await isolate(deps, group, async () => {
      const id = ReconciliationId.parse(deps.makeId());
      const started = await startSweep(deps, group, checkpoint, startRange(checkpoint, range, id, now), now);
      if (started) await publishSweep(deps, group, started, { batchId, now }, false);
    });
  }
  measure(deps, followed, planned.length, now);
};

/** An execution over some calls or times sweeps no range. */
const listGroups = (
  { registry, policy }: Pick<SweepDeps, 'registry' | 'policy'>,
  asked: ExecutionOptions,
  now: Timestamp,
): readonly RegistryGroup[] => {
  const configured = policy.scope ?? {};
  const isLimited = [asked, configured].some(({ callIds, from, to }) => callIds ?? from ?? to);
  if (isLimited) return [];
  return registry.groups.filter(({ tenant: tenantId, name: groupId }) => {
    const item = { tenantId, groupId, callTimestamp: now };
    return isInScope(item, asked) && isInScope(item, configured);
  });
};

/** @returns undefined if the checkpoint changed since it was read: the next execution plans again. */
const startSweep = (
  { sweeping: { checkpoints } }: Pick<SweepDeps, 'sweeping'>,
  { tenant: tenantId, name: groupId }: RegistryGroup,
  known: SweepCheckpoint,
  started: SweepCheckpoint,
  now: Timestamp,
): Promise<SweepCheckpoint | undefined> =>
  checkpoints.change({ tenantId, groupId }, (current) => {
    if (current?.revision !== known.revision) return { result: undefined };
    const next = { ...started, updatedAt: now, revision: known.revision + 1 };
    return { next, result: next };
  });

const publishSweep = async (
  deps: SweepDeps,
  group: RegistryGroup,
  { running }: SweepCheckpoint,
  batch: Batch,
  isAgain: boolean,
): Promise<void> => {
  if (!running) return;
  const request = buildSweepRequest(deps, group, running, batch);
  const { failed } = await deps.publish([outgoingWindow(deps, request)]);
  const { reconciliationId, fromDate, toDate } = running;
  const key: GroupKey = { tenantId: group.tenant, groupId: group.name };
  const about = { ...key, reconciliationId, fromDate, toDate };
  const [failure] = failed;
  if (failure) {
    const { code, message: reason } = failure;
    return deps.note({ type: 'sweep_not_published', ...about, code, reason });
  }
  const { priority } = request.payload;
  deps.note({ type: 'sweep_published', ...about, priority, isAgain });
};

const measure = (
  { note, sweeping: { policy } }: Pick<SweepDeps, 'note' | 'sweeping'>,
  groups: readonly FollowedGroup[],
  started: number,
  now: Timestamp,
): void => {
  const late = groups.map(({ group, checkpoint }) => {
    const since = waitsSince(checkpoint, group, now, policy);
    return since === undefined ? 0 : epochMsOf(now) - epochMsOf(since);
  });
  const running = groups.filter(({ checkpoint }) => checkpoint.running).length + started;
  note({ type: 'sweeps_measured', running, lateMs: Math.max(0, ...late) });
};
