import type { ReconciliationId, Timestamp } from '@recordings/call-record';
import { type Candidate, mostUrgentFirst, PendingCall } from '@recordings/windowing';
import { type IsInRecovery, makeIsInRecovery } from './check-holder.ts';
import { considerCall, type PossibleCandidate, type Round } from './consider-call.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';
import type { PendingCallClass } from './missing-calls-event.ts';
import { skipBadItem } from './skip-bad-item.ts';

type FindDeps = Pick<
  MissingCallsDeps,
  'calls' | 'reconciliations' | 'registry' | 'shards' | 'shardCount' | 'policy' | 'note'
>;

/** A call that this execution takes. `staleReconciliationId`: the dead reconciliation that its record still names. */
export type TakenCall = Candidate & { readonly staleReconciliationId?: ReconciliationId };

export type Findings = {
  /** The most urgent first. */
  readonly taken: readonly TakenCall[];
  /** Start of the oldest call that could be recovered, taken or not. */
  readonly oldest?: Timestamp;
  /** Calls that were skipped because they cannot be read or written. */
  readonly unreadable: number;
};

/**
 * Reads the whole sparse index and takes the most urgent calls whose recording is missing. Work and memory grow with
 * the pending calls and not with the table: beyond the index, only calls that are taken or given up are read.
 */
export const findCandidates = async (
  deps: FindDeps,
  now: Timestamp,
  isDryRun: boolean,
): Promise<Findings> => {
  const isInRecovery = makeIsInRecovery(deps, now);
  const { possible, counts } = await classifyIndex(deps, { now, isDryRun, isInRecovery });
  deps.note({ type: 'index_classified', counts });
  const taken = await takeMostUrgent(deps, possible, isInRecovery);
  return {
    taken,
    unreadable: counts.unreadable,
    ...oldestOf([...possible.filter(({ isHeld }) => !isHeld), ...taken]),
  };
};

/** Later than any call, so that calls which claim to be in the future are read too, and reported. */
const END_OF_TIME: Timestamp = '9999-12-31T23:59:59.999Z';

const classifyIndex = async (deps: FindDeps, round: Round) => {
  const counts = noCounts();
  const possible: PossibleCandidate[] = [];
  for (const shard of deps.shards) {
    for await (const page of deps.calls.pendingCalls(shard, END_OF_TIME)) {
      deps.note({ type: 'index_page_read', callCount: page.length });
      for (const item of page) {
        const call = readCall(deps, item);
        const considered =
          call && (await skipBadItem(deps, call.callId, () => considerCall(deps, round, call)));
        counts[considered?.value.kind ?? 'unreadable'] += 1;
        if (considered?.value.possible) possible.push(considered.value.possible);
      }
    }
  }
  return { possible, counts };
};

const noCounts = (): Record<PendingCallClass, number> => ({
  candidate: 0,
  'maybe-stale': 0,
  'retention-expired': 0,
  future: 0,
  'group-unknown': 0,
  'not-due': 0,
  unreadable: 0,
});

const readCall = (
  { note }: Pick<MissingCallsDeps, 'note'>,
  item: Record<string, unknown>,
): PendingCall | undefined => {
  const { success, data, error } = PendingCall.safeParse(item);
  if (success) return data;
  note({ type: 'pending_call_unreadable', callId: item['callId'], reason: error.message });
  return undefined;
};

const takeMostUrgent = async (
  { policy, note }: Pick<MissingCallsDeps, 'policy' | 'note'>,
  possible: readonly PossibleCandidate[],
  isInRecovery: IsInRecovery,
): Promise<TakenCall[]> => {
  const taken: TakenCall[] = [];
  for (const { isHeld, ...call } of mostUrgentFirst(possible)) {
    if (taken.length >= policy.maxCalls) break;
    if (!isHeld) {
      taken.push(call);
    } else if (!(await isInRecovery(call))) {
      const { tenantId, callId, reconciliationId: holder } = call;
      note({ type: 'stale_call_found', tenantId, callId, holder });
      taken.push({ ...call, ...(holder !== undefined && { staleReconciliationId: holder }) });
    }
  }
  return taken;
};

const oldestOf = (calls: readonly Candidate[]): { readonly oldest?: Timestamp } =>
  calls.reduce<{ readonly oldest?: Timestamp }>(
    ({ oldest }, { callTimestamp }) => ({
      oldest: oldest === undefined || callTimestamp < oldest ? callTimestamp : oldest,
    }),
    {},
  );
