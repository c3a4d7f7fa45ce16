import { epochMsOf, type Timestamp } from '@recordings/call-record';
import { findOverdue, keepMostUrgent, PendingCall } from '@recordings/windowing';
import { type ConsiderDeps, considerCall, type FreeCall, type Round } from './consider-call.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';
import type { PendingCallClass } from './missing-calls-event.ts';
import { skipBadItem } from './skip-bad-item.ts';

type IndexDeps = ConsiderDeps & Pick<MissingCallsDeps, 'shards'>;

export type ClassifiedIndex = {
  /** The calls to take, the most urgent first. */
  readonly taken: readonly FreeCall[];
  /** Start of the oldest call of any tenant and time that could be taken, whether this execution covers it or not. */
  readonly oldest: Timestamp | undefined;
  /** Covered calls, unreadable ones too. */
  readonly queried: number;
  /** Covered calls that cannot be read or written. */
  readonly unreadable: number;
  /** Calls of all tenants by class. */
  readonly counts: Readonly<Record<PendingCallClass, number>>;
  readonly overdue: OverdueCounts;
};

type OverdueCounts = { readonly endMissing: number; readonly receivedOnly: number };

/** Later than any call. So calls that claim to start in the future are read too, and reported. */
const END_OF_TIME: Timestamp = '9999-12-31T23:59:59.999Z';

/**
 * Reads the whole index, shard after shard, and considers each of its calls. Memory does not grow with the index: only
 * the most urgent calls are kept.
 */
export const classifyIndex = async (deps: IndexDeps, round: Round): Promise<ClassifiedIndex> => {
  const counts = makeZeroCounts();
  const urgent = keepMostUrgent<FreeCall>(deps.policy.maxCalls);
  let oldest: Timestamp | undefined;
  const overdue = { endMissing: 0, receivedOnly: 0 };
  let unreadable = 0;
  let queried = 0;
  for (const shard of deps.shards) {
    for await (const page of deps.calls.pendingCalls(shard, END_OF_TIME)) {
      deps.note({ type: 'index_page_read', callCount: page.length });
      for (const item of page) {
        if (round.covers(item)) queried += 1;
        const call = parseCall(deps, item);
        const considered =
          call && (await skipBadItem(deps, call.callId, () => considerCall(deps, round, call)))?.value;
        counts[considered?.kind ?? 'unreadable'] += 1;
        if (!considered && round.covers(item)) unreadable += 1;
        // Calls that no partition covers must show, too.
        const isWaiting = considered?.free !== undefined || considered?.kind === 'candidate';
        if (call && isWaiting) oldest = earlier(oldest, call.callTimestamp);
        if (considered?.free) {
          urgent.add(considered.free);
          deps.note({ type: 'candidate_seen', ageMs: ageMsOf(considered.free, round.now) });
        }
        if (!call) continue;
        const { isEndMissing, isReceivedOnly } = findOverdue(call, round.now, deps.policy.candidates);
        if (isEndMissing) overdue.endMissing += 1;
        if (isReceivedOnly) overdue.receivedOnly += 1;
      }
    }
  }
  return { taken: urgent.list(), oldest, queried, unreadable, counts, overdue };
};

const ageMsOf = ({ callTimestamp }: FreeCall, now: Timestamp): number =>
  epochMsOf(now) - epochMsOf(callTimestamp);

const earlier = (a: Timestamp | undefined, b: Timestamp): Timestamp => (a !== undefined && a < b ? a : b);

/** @returns undefined if the item cannot be read. */
const parseCall = (
  { note }: Pick<MissingCallsDeps, 'note'>,
  item: Record<string, unknown>,
): PendingCall | undefined => {
  const { success, data, error } = PendingCall.safeParse(item);
  if (success) return data;
  note({ type: 'pending_call_unreadable', callId: item['callId'], reason: error.message });
  return undefined;
};

const makeZeroCounts = (): Record<PendingCallClass, number> => ({
  candidate: 0,
  'maybe-stale': 0,
  'retention-expired': 0,
  'given-up': 0,
  reopenable: 0,
  future: 0,
  'group-unknown': 0,
  'not-due': 0,
  unreadable: 0,
});
