import { allShards, type CallRecord, type Timestamp } from '@recordings/call-record';
import { type MissingCallsDeps, makeFindMissingCalls } from '@recordings/missing-calls';
import { missingCallsPolicy, registry, SHARDS } from '../scenario/policies.ts';
import type { Surroundings } from '../surroundings.ts';
import { makeVirtualClaim } from '../tables/virtual-claim.ts';
import { storesOf } from '../tables/virtual-stores.ts';
import type { Life, Process } from '../time/machine.ts';
import { MINUTE_MS } from '../time/timeline.ts';

const EVERY_MS = 5 * MINUTE_MS;
const { signal } = new AbortController();

/** Runs an execution every five minutes. A fault may end an execution anywhere; the next one goes on. */
export const runPooler = (surroundings: Surroundings, process: Process): void => {
  const claim = makeVirtualClaim(surroundings);
  const tick = (): void => {
    surroundings.timeline.after(EVERY_MS, tick);
    const findMissingCalls = makeFindMissingCalls(depsOf(surroundings, claim, process.life));
    findMissingCalls({ isDryRun: false, signal }).catch(() => undefined);
  };
  tick();
};

const depsOf = (
  surroundings: Surroundings,
  claim: ReturnType<typeof makeVirtualClaim>,
  life: Life,
): MissingCallsDeps => {
  const { machine, timeline, makeId, tables, queues } = surroundings;
  const { calls, reconciliations } = storesOf(tables, life);
  return {
    claim: claim.of(life),
    calls: {
      change: calls.change,
      pendingCalls: (shard, until) => pendingCalls(surroundings, life, shard, until),
    },
    reconciliations,
    publish: async (windows) => {
      const published: { id: string; messageId: string }[] = [];
      const failed: { id: string; code: string; message: string }[] = [];
      for (const { id, body } of windows) {
        try {
          await queues.send(life, 'requests', body);
          published.push({ id, messageId: id });
        } catch (error) {
          failed.push({ id, code: 'VIRTUAL_OUTAGE', message: String(error) });
        }
      }
      return { published, failed };
    },
    keepForReplay: () => machine.step(life, 's3.keepForReplay', () => undefined),
    registry,
    shards: allShards(SHARDS),
    shardCount: SHARDS,
    policy: missingCallsPolicy,
    now: timeline.now,
    makeId,
    note: () => undefined,
  };
};

async function* pendingCalls({ tables }: Surroundings, life: Life, shard: string, until: Timestamp) {
  const items: CallRecord[] = await tables.calls.index(life);
  yield items.filter(
    ({ reconciliationShard, callTimestamp }) => reconciliationShard === shard && callTimestamp <= until,
  );
}
