import {
  GroupId,
  isGivenUp,
  NO_AUDIO_EXPECTED,
  RederivationJob,
  type Registry,
  type TenantId,
} from '@recordings/call-record';
import { makeRederivations } from '@recordings/missing-calls';
import type { GroupKey } from '@recordings/reconciliation';
import { SHARDS } from '../scenario/policies.ts';
import type { RegistrySlip } from '../scenario/registry-slip.ts';
import type { Surroundings } from '../surroundings.ts';
import { storesOf } from '../tables/virtual-stores.ts';
import { makeVirtualTable } from '../tables/virtual-table.ts';
import { type Life, LONGEST_FREEZE_MS, type Process } from '../time/machine.ts';
import { MINUTE_MS } from '../time/timeline.ts';

/** An operator repeats the request until the job is done. */
const REPEAT_MS = 10 * MINUTE_MS;
const LEASE_MS = 5 * MINUTE_MS;
/** Before the correction, so that some jobs are still running when it comes. */
const EARLY_MS = 200;
const { signal } = new AbortController();

/**
 * After the correction of the registry, has the pooler derive the calls of the group again. The operator first restarts the
 * services: none decides by the wrong value any more, also none that was frozen.
 */
export const runRederivation = (
  surroundings: Surroundings,
  process: Process,
  { slip }: { readonly slip?: RegistrySlip | undefined },
): { readonly isDone: () => boolean } => {
  const { timeline, registryNow, lastRegistry } = surroundings;
  const ownersIn = ({ groups }: Registry): TenantId[] =>
    groups.filter(({ name }) => name === slip?.group).map(({ tenant }) => tenant);
  const completed = new Set<TenantId>();
  const lastOwners = ownersIn(lastRegistry);
  const isDone = (): boolean => lastOwners.every((tenant) => completed.has(tenant));
  const jobs = makeVirtualTable(surroundings, 'rederivations', RederivationJob);
  const rederive = async (group: GroupKey): Promise<void> => {
    const rederivations = makeRederivations(depsOf(surroundings, jobs, process.life));
    await (await rederivations.start(group, {}, signal))?.done;
    if ((await rederivations.status(group))?.status === 'completed') completed.add(group.tenantId);
  };
  const repeat = (groupId: GroupId): void => {
    const owners = ownersIn(registryNow(process.life)).filter((tenant) => !completed.has(tenant));
    for (const tenantId of owners) rederive({ tenantId, groupId }).catch(() => undefined);
    if (!isDone()) timeline.after(REPEAT_MS, () => repeat(groupId));
  };
  /** Asks once, before the correction: that job must not decide what the later one answers. */
  const askEarly = (groupId: GroupId): void => {
    for (const tenantId of ownersIn(registryNow(process.life)))
      void makeRederivations(depsOf(surroundings, jobs, process.life))
        .start({ tenantId, groupId }, {}, signal)
        .catch(() => undefined);
  };
  if (slip) timeline.after(slip.toMinute * MINUTE_MS - EARLY_MS, () => askEarly(GroupId.parse(slip.group)));
  if (slip)
    timeline.after(slip.toMinute * MINUTE_MS + LONGEST_FREEZE_MS, () => repeat(GroupId.parse(slip.group)));
  return { isDone };
};

type RederivationDeps = Parameters<typeof makeRederivations>[0];
type Jobs = ReturnType<typeof makeVirtualTable<typeof RederivationJob>>;

const keyOf = ({ tenantId, groupId }: GroupKey): string => `${tenantId}#${groupId}`;

const depsOf = (surroundings: Surroundings, jobs: Jobs, life: Life): RederivationDeps => {
  const { tables, registryNow, timeline, makeId } = surroundings;
  return {
    jobs: {
      get: (group) => jobs.get(life, keyOf(group)),
      change: (group, change) => jobs.change(life, keyOf(group), change),
    },
    calls: storesOf(tables, life).calls,
    finalCallPages: async function* ({ tenantId, groupId }, { fromDate, toDate }) {
      const items = await tables.calls.index(life);
      yield items
        .filter((call) => call.tenantId === tenantId && call.groupId === groupId && !call.s3Stored)
        .filter(({ callTimestamp }) => callTimestamp >= fromDate && callTimestamp < toDate)
        .filter((call) => isGivenUp(call) || call.outcome?.code === NO_AUDIO_EXPECTED)
        .sort((a, b) => (a.callTimestamp < b.callTimestamp ? -1 : 1));
    },
    get registry() {
      return registryNow(life);
    },
    shardCount: SHARDS,
    policy: {
      expiryMarginMs: surroundings.settings.missingCalls.candidates.expiryMarginMs,
      leaseMs: LEASE_MS,
      callsPerCheckpoint: 2,
    },
    now: timeline.now,
    makeId,
    note: () => undefined,
  };
};
