import type { ReconciliationId, Timestamp } from '@recordings/call-record';
import { type Candidate, sortByUrgency } from '@recordings/windowing';
import { classifyIndex } from './classify-index.ts';
import type { PossibleCandidate } from './consider-call.ts';
import type { ExecutionOptions } from './execution.ts';
import { type IsInRecovery, makeIsInRecovery } from './make-is-in-recovery.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

type FindDeps = Pick<
  MissingCallsDeps,
  'calls' | 'reconciliations' | 'registry' | 'shards' | 'shardCount' | 'policy' | 'note'
>;

type FindOptions = Pick<ExecutionOptions, 'isDryRun' | 'tenantIds'>;

/** A call that this execution takes. `staleReconciliationId`: the dead reconciliation that its record still names. */
export type TakenCall = Candidate & { readonly staleReconciliationId?: ReconciliationId };

export type Findings = {
  /** The most urgent first. */
  readonly taken: readonly TakenCall[];
  /** Start of the oldest call that could be recovered now, taken or not. */
  readonly oldest: Timestamp | undefined;
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
  { isDryRun, tenantIds }: FindOptions,
): Promise<Findings> => {
  const isInRecovery = makeIsInRecovery(deps, now);
  const round = { now, isDryRun, isInRecovery, covers: makeCovers(tenantIds) };
  const { possible, unreadable, counts, overdue } = await classifyIndex(deps, round);
  deps.note({ type: 'index_classified', counts });
  deps.note({ type: 'overdue_counted', ...overdue });
  const taken = await takeMostUrgent(deps, possible, isInRecovery);
  const oldest = findOldestStart([...possible.filter(({ isHeld }) => !isHeld), ...taken]);
  return { taken, oldest, unreadable };
};

const makeCovers =
  (tenantIds: readonly string[] | undefined) =>
  (tenantId: unknown): boolean =>
    tenantIds === undefined || tenantIds.some((id) => id === tenantId);

const takeMostUrgent = async (
  deps: Pick<MissingCallsDeps, 'policy' | 'note'>,
  possible: readonly PossibleCandidate[],
  isInRecovery: IsInRecovery,
): Promise<TakenCall[]> => {
  const taken: TakenCall[] = [];
  for (const { isHeld, ...call } of sortByUrgency(possible)) {
    if (taken.length >= deps.policy.maxCalls) break;
    if (!isHeld) taken.push(call);
    else if (!(await isInRecovery(call))) taken.push(takeFromDead(deps, call));
  }
  return taken;
};

const takeFromDead = ({ note }: Pick<MissingCallsDeps, 'note'>, call: Candidate): TakenCall => {
  const { tenantId, callId, reconciliationId: holder } = call;
  note({ type: 'stale_call_found', tenantId, callId, holder });
  return { ...call, staleReconciliationId: holder };
};

const findOldestStart = (calls: readonly Candidate[]): Timestamp | undefined =>
  calls.reduce<Timestamp | undefined>(
    (oldest, { callTimestamp }) => (oldest === undefined || callTimestamp < oldest ? callTimestamp : oldest),
    undefined,
  );
