import { allShards, type CallRecord, type Timestamp, timestampOf } from '@recordings/call-record';
import type { RecoveryForecast } from '@recordings/forecast';
import {
  type MissingCallsDeps,
  type MissingCallsPolicy,
  makeCatchUp,
  makeFindMissingCalls,
} from '@recordings/missing-calls';
import type { GroupKey } from '@recordings/reconciliation';
import { parsePartition } from '@recordings/windowing';
import { SHARDS } from '../scenario/policies.ts';
import type { Surroundings } from '../surroundings.ts';
import { storesOf } from '../tables/virtual-stores.ts';
import type { Life, Process } from '../time/machine.ts';
import { MINUTE_MS } from '../time/timeline.ts';

const { signal } = new AbortController();

/**
 * Runs executions by schedule. A fault may end an execution anywhere; the next one goes on.
 *
 * @param partition of the tenants, as in `TENANT_PARTITION`. Absent: all tenants.
 */
export const runPooler = (surroundings: Surroundings, process: Process, partition?: string): void => {
  const { settings } = surroundings;
  const tick = (): void => {
    surroundings.timeline.after(settings.poolerEveryMs, tick);
    const deps = depsOf(surroundings, process.life, partition);
    const catchUp = makeCatchUp({
      findMissingCalls: makeFindMissingCalls(deps),
      countOpenWindows: async (limit) => (await deps.reconciliations.quietSince(deps.now(), limit)).length,
      maxOutstandingWindows: settings.maxOutstandingWindows,
      note: deps.note,
    });
    catchUp({ isDryRun: false, signal }).catch(() => undefined);
  };
  tick();
};

/** What a dry run plans. @returns undefined if another execution runs. */
export const planRecovery = async (
  surroundings: Surroundings,
  process: Process,
): Promise<RecoveryForecast | undefined> => {
  const findMissingCalls = makeFindMissingCalls(depsOf(surroundings, process.life, undefined));
  return (await findMissingCalls({ isDryRun: true, signal }))?.plan;
};

const NAME = 'pooler';
const CLAIM_MS = 15 * MINUTE_MS;

const scopeOf = (partition: string | undefined): Pick<MissingCallsPolicy, 'scope'> => {
  const parsed = partition === undefined ? undefined : parsePartition(partition);
  return parsed ? { scope: { partition: parsed } } : {};
};

const depsOf = (surroundings: Surroundings, life: Life, partition: string | undefined) => {
  const { machine, makeId, tables, claims } = surroundings;
  const claim = partition === undefined ? NAME : `${NAME}#${partition}`;
  const { calls, reconciliations } = storesOf(tables, life);
  return {
    claim: {
      take: (owner, now) => claims.take(life, claim, { owner, now, forMs: CLAIM_MS }),
      release: (owner) => claims.release(life, claim, owner),
    },
    // A world reads no journal: its checks read calls and windows.
    journal: { start: async () => undefined, end: async () => undefined },
    calls: {
      getAll: (keys) =>
        Promise.all(keys.map(async (key) => ({ current: await calls.get(key), isRead: true }))),
      change: calls.change,
      pendingCalls: (shard, until) => pendingCalls(surroundings, life, shard, until),
    },
    reconciliations,
    publish: publishOf(surroundings, life),
    keepForReplay: () => machine.step(life, 's3.keepForReplay', () => undefined),
    get registry() {
      return surroundings.registryNow(life);
    },
    shards: allShards(SHARDS),
    shardCount: SHARDS,
    sweeping: sweepingOf(surroundings, life),
    policy: { ...surroundings.settings.missingCalls, ...scopeOf(partition) },
    now: () => timestampOf(life.clock.nowMs()),
    makeId,
    note: () => undefined,
  } satisfies MissingCallsDeps;
};

const sweepingOf = ({ settings, tables }: Surroundings, life: Life): MissingCallsDeps['sweeping'] => {
  if (!settings.sweeps) return undefined;
  const keyOf = ({ tenantId, groupId }: GroupKey): string => `${tenantId}#${groupId}`;
  return {
    isEnabled: true,
    policy: settings.sweeps,
    checkpoints: {
      get: (group) => tables.sweeps.get(life, keyOf(group)),
      change: (group, change) => tables.sweeps.change(life, keyOf(group), change),
    },
  };
};

const publishOf =
  ({ queues, publishedWindows }: Surroundings, life: Life): MissingCallsDeps['publish'] =>
  async (windows) => {
    const published: { id: string; messageId: string }[] = [];
    const failed: { id: string; code: string; message: string }[] = [];
    for (const { id, body } of windows) {
      try {
        publishedWindows.push({ process: life.process, id, tenantId: body.payload.tenantId });
        await queues.send(life, 'requests', body);
        published.push({ id, messageId: id });
      } catch (error) {
        failed.push({ id, code: 'VIRTUAL_OUTAGE', message: String(error) });
      }
    }
    return { published, failed };
  };

async function* pendingCalls({ tables }: Surroundings, life: Life, shard: string, until: Timestamp) {
  const items: CallRecord[] = await tables.calls.index(life);
  yield items.filter(
    ({ reconciliationShard, callTimestamp }) => reconciliationShard === shard && callTimestamp <= until,
  );
}
