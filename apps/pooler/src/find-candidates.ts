import type { Timestamp } from '@recordings/call-record';
import type { Logger } from '@recordings/service';
import { type Candidate, mostUrgentFirst, PendingCall } from '@recordings/windowing';
import {
  type ConsiderCallDeps,
  type Considered,
  type Found,
  makeConsiderCall,
  type Option,
} from './consider-call.ts';
import { unlessBadItem } from './unless-bad-item.ts';

export type FindCandidatesDeps = Omit<ConsiderCallDeps, 'calls'> & {
  readonly calls: ConsiderCallDeps['calls'] & {
    pendingCalls(shard: string, until: Timestamp): AsyncIterable<readonly Record<string, unknown>[]>;
  };
  readonly shards: readonly string[];
  readonly maxCalls: number;
};

export type Findings = {
  /** What this execution takes on, the most urgent first. */
  readonly found: readonly Found[];
  /** Start of the oldest call that could be asked for, whether it was taken or not. */
  readonly oldest?: Timestamp;
  /** Calls that were skipped because they cannot be read or written. */
  readonly unreadable: number;
};

/** Later than any call: those that claim to be in the future are looked at too, as an anomaly. */
const END_OF_TIME: Timestamp = '9999-12-31T23:59:59.999Z';

const classes: readonly (Considered['kind'] | 'unreadable')[] = [
  'candidate',
  'maybe-stale',
  'retention-expired',
  'future',
  'group-unknown',
  'not-due',
  'unreadable',
];

/**
 * Reads the whole sparse index, shard by shard, and takes the most urgent of the calls that are to be reconciled now.
 * Calls that OCP has deleted are given up on the way, unless it is a dry run. Work and memory grow with what is
 * pending, not with the table; beyond the index, only what is taken or given up is read.
 */
export const makeFindCandidates = (deps: FindCandidatesDeps) => {
  const { calls, shards, maxCalls, metrics, log } = deps;

  return async (now: Timestamp, isDryRun: boolean): Promise<Findings> => {
    const { consider, confirm } = makeConsiderCall(deps, now, isDryRun);
    const counts = new Map<string, number>();
    const options: Option[] = [];
    for (const shard of shards) {
      for await (const page of calls.pendingCalls(shard, END_OF_TIME)) {
        metrics.queried.inc(page.length);
        for (const item of page) {
          const call = readCall(item, log);
          const considered = call && (await unlessBadItem(() => consider(call), call.callId, log));
          const { kind, option } = considered?.value ?? { kind: 'unreadable' };
          counts.set(kind, (counts.get(kind) ?? 0) + 1);
          if (option) options.push(option);
        }
      }
    }
    for (const kind of classes) metrics.pending.set({ class: kind }, counts.get(kind) ?? 0);

    const found: Found[] = [];
    for (const option of mostUrgentFirst(options)) {
      if (found.length >= maxCalls) break;
      const confirmed = await confirm(option);
      if (confirmed) found.push(confirmed);
    }
    return {
      found,
      unreadable: counts.get('unreadable') ?? 0,
      ...oldestOf([...options.filter(({ isHeld }) => !isHeld), ...found]),
    };
  };
};

const oldestOf = (calls: readonly Candidate[]): { oldest?: Timestamp } =>
  calls.reduce<{ oldest?: Timestamp }>(
    ({ oldest }, { callTimestamp }) => ({
      oldest: oldest === undefined || callTimestamp < oldest ? callTimestamp : oldest,
    }),
    {},
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
