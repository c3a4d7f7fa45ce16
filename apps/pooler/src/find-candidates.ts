import type { Timestamp } from '@recordings/call-record';
import type { Logger } from '@recordings/service';
import { PendingCall } from '@recordings/windowing';
import { type ConsiderCallDeps, type Considered, type Found, makeConsiderCall } from './consider-call.ts';
import { skipBadItem } from './skip-bad-item.ts';

export type FindCandidatesDeps = Omit<ConsiderCallDeps, 'shardCount' | 'calls'> & {
  readonly calls: ConsiderCallDeps['calls'] & {
    pendingCalls(shard: string, until: Timestamp): AsyncIterable<readonly Record<string, unknown>[]>;
  };
  readonly shards: readonly string[];
  readonly maxCalls: number;
};

/** Later than any call: those that claim to be in the future are looked at too, as an anomaly. */
const END_OF_TIME: Timestamp = '9999-12-31T23:59:59.999Z';

const classes: readonly Considered['kind'][] = [
  'candidate',
  'maybe-stale',
  'retention-expired',
  'future',
  'group-unknown',
  'not-due',
];

/**
 * Reads the sparse index, shard by shard and oldest first, and keeps the calls that are to be reconciled now. Calls
 * that OCP has deleted are given up on the way, unless it is a dry run. Work grows with what is pending, not with the
 * table.
 */
export const makeFindCandidates = (deps: FindCandidatesDeps) => {
  const { calls, shards, maxCalls, metrics, log } = deps;
  const consider = makeConsiderCall({ ...deps, shardCount: shards.length });

  const considerItem = async (
    item: Record<string, unknown>,
    now: Timestamp,
    isDryRun: boolean,
  ): Promise<Considered | undefined> => {
    const call = readCall(item, log);
    if (!call) return undefined;
    try {
      return await consider(call, now, isDryRun);
    } catch (error) {
      skipBadItem(error, call.callId, log);
      return undefined;
    }
  };

  return async (now: Timestamp, isDryRun: boolean): Promise<Found[]> => {
    const counts = new Map<string, number>();
    const found: Found[] = [];
    for (const shard of shards) {
      const before = found.length;
      for await (const page of calls.pendingCalls(shard, END_OF_TIME)) {
        metrics.queried.inc(page.length);
        for (const item of page) {
          const considered = await considerItem(item, now, isDryRun);
          if (!considered) continue;
          counts.set(considered.kind, (counts.get(considered.kind) ?? 0) + 1);
          if (considered.found) found.push(considered.found);
        }
        if (found.length - before >= maxCalls) break;
      }
    }
    for (const kind of classes) metrics.pending.set({ class: kind }, counts.get(kind) ?? 0);
    return oldestFirst(found).slice(0, maxCalls);
  };
};

const oldestFirst = (found: readonly Found[]): Found[] =>
  [...found].sort((a, b) =>
    a.callTimestamp < b.callTimestamp ? -1 : a.callTimestamp > b.callTimestamp ? 1 : 0,
  );

const readCall = (item: Record<string, unknown>, log: Logger): PendingCall | undefined => {
  const parsed = PendingCall.safeParse(item);
  if (parsed.success) return parsed.data;
  log.error(
    { event: 'pending_call_unreadable', callId: item['callId'], reason: parsed.error.message },
    'an item of the reconciliation index cannot be read; it was skipped',
  );
  return undefined;
};
