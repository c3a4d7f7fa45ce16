import { makeMoveCall, makeMoveCalls } from '@recordings/call-moves';
import {
  MoveJob,
  makeLocateRecording,
  ownershipOf,
  type Registry,
  timestampOf,
} from '@recordings/call-record';
import { SHARDS } from '../scenario/policies.ts';
import type { Surroundings } from '../surroundings.ts';
import { storesOf } from '../tables/virtual-stores.ts';
import { makeVirtualTable, type VirtualTable } from '../tables/virtual-table.ts';
import type { Life, Process } from '../time/machine.ts';
import { MINUTE_MS } from '../time/timeline.ts';

const EVERY_MS = 5 * MINUTE_MS;
const SETTLE_MS = 15 * MINUTE_MS;
const CLAIM_MS = 15 * MINUTE_MS;
const NAME = 'call-moves';
/** Small, so that a pass has several pages and slices. */
const PAGE = 5;
const PARALLEL = 2;
const { signal } = new AbortController();

type Jobs = VirtualTable<MoveJob>;

/**
 * Has the downloaders move calls to the tenants of their groups. A round that has no pass due is left out: its requests
 * would take the faults of the scenario away from those that matter.
 */
export const runCallMoves = (surroundings: Surroundings, processes: readonly Process[]): void => {
  const { timeline, registryNow } = surroundings;
  const jobs: Jobs = makeVirtualTable(surroundings, NAME, MoveJob);
  const isDue = (process: Process): boolean => {
    const job = jobs.item(NAME);
    if (job?.ownership !== ownershipOf(registryNow(process.life)) || job.status === 'running') return true;
    return job.dueAt <= timeline.now();
  };
  for (const process of processes) {
    const look = (): void => {
      timeline.after(EVERY_MS, look);
      if (isDue(process)) roundOf(surroundings, jobs, process)(signal).catch(() => undefined);
    };
    timeline.after(EVERY_MS, look);
  }
};

const roundOf = (surroundings: Surroundings, jobs: Jobs, { name, life }: Process) => {
  const { claims, registryNow, tables } = surroundings;
  const now = () => timestampOf(life.clock.nowMs());
  return makeMoveCalls({
    jobs: { change: (change) => jobs.change(life, NAME, change) },
    claim: () => claims.take(life, NAME, { owner: name, now: now(), forMs: CLAIM_MS }),
    callPages: (from) => pagesOf(tables.calls, life, from),
    registry: () => registryNow(life),
    moveCall: (key, stopping) => moveCallOf(surroundings, life, registryNow(life))(key, stopping),
    settleMs: SETTLE_MS,
    parallel: PARALLEL,
    now,
    note: () => undefined,
  });
};

const moveCallOf = (surroundings: Surroundings, life: Life, registry: Registry) => {
  const { machine, objects, tables } = surroundings;
  return makeMoveCall({
    calls: storesOf(tables, life).calls,
    store: objects.storeOf(life),
    registry,
    locate: makeLocateRecording('world', () => undefined),
    publishStored: () => machine.step(life, 'recording-events.publish', () => undefined),
    quietMs: SETTLE_MS,
    shardCount: SHARDS,
    now: () => timestampOf(life.clock.nowMs()),
    by: 'downloader',
    note: () => undefined,
  });
};

type Cursor = MoveJob['cursor'];

/** Each page is a request of its own. */
async function* pagesOf(calls: Surroundings['tables']['calls'], life: Life, from: Cursor) {
  let cursor = from;
  do {
    const keys = (await calls.index(life))
      .map((call) => ({ call, key: `${call.tenantId}#${call.callId}` }))
      .filter(({ key }) => key > String(cursor?.['key'] ?? ''))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const page = keys.slice(0, PAGE);
    cursor = keys.length > PAGE ? { key: page.at(-1)!.key } : undefined;
    yield { calls: page.map(({ call }) => call), cursor };
  } while (cursor !== undefined);
}
