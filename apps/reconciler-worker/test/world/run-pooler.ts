import { type CallRecord, giveUpCall, queueCall, ReconciliationId } from '@recordings/call-record';
import { isLive } from '@recordings/reconciliation';
import { buildRequest, type Candidate, classifyCall, planWindows } from '@recordings/windowing';
import type { Life, Process } from './machine.ts';
import { candidatePolicy, registry, SHARDS } from './policies.ts';
import type { Surroundings } from './run-worker.ts';
import { MINUTE_MS } from './timeline.ts';
import { callKey, storesOf } from './virtual-stores.ts';

type Found = Candidate & { readonly staleReconciliationId?: ReconciliationId };

const EVERY_MS = 5 * MINUTE_MS;

/** Finds calls that are missing and publishes their windows, as the pooler does. An execution may be cut off anywhere. */
export const runPooler = (surroundings: Surroundings, process: Process): void => {
  const tick = (): void => {
    surroundings.timeline.after(EVERY_MS, tick);
    execute(surroundings, process.life).catch(() => undefined);
  };
  tick();
};

const execute = async (surroundings: Surroundings, life: Life): Promise<void> => {
  const now = surroundings.timeline.now();
  const found: Found[] = [];
  for (const call of await surroundings.tables.calls.index(life)) {
    if (call.reconciliationShard === undefined) continue;
    const candidate = await consider(surroundings, life, call);
    if (candidate) found.push(candidate);
  }
  for (const window of planWindows(found, { sizeMs: 10 * MINUTE_MS, maxCalls: 3 })) {
    const reconciliationId = ReconciliationId.parse(`r-${surroundings.makeId()}`);
    const calls = await queueCalls(surroundings, life, window.calls, reconciliationId);
    if (calls.length === 0) continue;
    const context = { eventId: 'e', reconciliationId, batchId: 'b', now, maxAttempts: 3, audioFormat: 'wav' };
    await surroundings.queues.send(life, 'requests', buildRequest({ ...window, calls }, context));
  }
};

const consider = async (
  { tables, timeline }: Surroundings,
  life: Life,
  call: CallRecord,
): Promise<Found | undefined> => {
  const now = timeline.now();
  const verdict = classifyCall(call, true, now, candidatePolicy);
  const stores = storesOf(tables, life);
  const group = registry.findGroup(call.groupId);
  const by = { group, shardCount: SHARDS, now, by: 'pooler' };
  if (verdict.kind === 'retention-expired') {
    await stores.calls.change(call, giveUpCall({ code: 'RETENTION_EXPIRED', message: '' }, by));
  }
  if (verdict.kind === 'candidate') return { ...call, groupId: call.groupId!, priority: verdict.priority };
  if (verdict.kind !== 'maybe-stale') return undefined;
  const holder = call.reconciliationId;
  if (holder !== undefined && isLive(await stores.reconciliations.get(holder), now)) return undefined;
  return { ...call, groupId: call.groupId!, priority: verdict.priority, staleReconciliationId: holder };
};

const queueCalls = async (
  { tables, timeline }: Surroundings,
  life: Life,
  calls: readonly Found[],
  reconciliationId: ReconciliationId,
): Promise<Found[]> => {
  const queued: Found[] = [];
  for (const call of calls) {
    const group = registry.findGroup(call.groupId);
    const by = { group, shardCount: SHARDS, now: timeline.now(), by: 'pooler' };
    const transition = queueCall(reconciliationId, call.staleReconciliationId, by);
    if ((await tables.calls.change(life, callKey(call), transition)) === 'queued') queued.push(call);
  }
  return queued;
};
