import type { Timestamp } from '@recordings/call-record';
import { type ExecutionScope, findSharedIds, isInScope } from '@recordings/windowing';
import { classifyIndex } from './classify-index.ts';
import type { FreeCall, Round } from './consider-call.ts';
import type { ExecutionOptions } from './execution.ts';
import { makeIsInRecovery } from './make-is-in-recovery.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

type FindDeps = Pick<
  MissingCallsDeps,
  'calls' | 'reconciliations' | 'registry' | 'shards' | 'shardCount' | 'policy' | 'note'
>;

type FindOptions = Omit<ExecutionOptions, 'signal'>;

export type Findings = {
  /** The most urgent first. */
  readonly taken: readonly FreeCall[];
  /** Start of the oldest call that could be recovered now, whether the execution covers it or not. */
  readonly oldest: Timestamp | undefined;
  /** Calls of the scope that were read. */
  readonly queried: number;
  /** Calls that were skipped because they cannot be read or written. */
  readonly unreadable: number;
};

/**
 * Reads the whole sparse index and takes the most urgent calls whose recording is missing. Work grows with the pending
 * calls and not with the table. Beyond the index, only calls that are taken or given up are read, and the
 * reconciliations that hold calls.
 */
export const findCandidates = async (
  deps: FindDeps,
  now: Timestamp,
  { isDryRun, ...scope }: FindOptions,
): Promise<Findings> => {
  const isInRecovery = makeIsInRecovery(deps, now);
  const round = { now, isDryRun, isInRecovery, covers: makeCovers(scope, deps.policy.scope) };
  const { taken, oldest, queried, unreadable, counts, overdue } = await classifyIndex(deps, round);
  deps.note({ type: 'index_classified', counts });
  deps.note({ type: 'overdue_counted', ...overdue });
  for (const { tenantId, callId, isStale, staleReconciliationId: holder } of taken)
    if (isStale) deps.note({ type: 'stale_call_found', tenantId, callId, holder });
  for (const shared of findSharedIds(taken)) deps.note({ type: 'call_id_shared', ...shared });
  return { taken, oldest, queried, unreadable };
};

/** A call must be in the scope of the execution and in that of the configuration. */
const makeCovers =
  (asked: ExecutionScope, configured: ExecutionScope = {}): Round['covers'] =>
  (item) =>
    isInScope(item, asked) && isInScope(item, configured);
