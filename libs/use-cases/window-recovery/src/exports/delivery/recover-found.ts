import { type CallId, epochMsOf, ReconciliationId, type Timestamp } from '@recordings/call-record';
import { type ExportedEvent, type ExportedJob, openFound, type Priority } from '@recordings/reconciliation';
import { changeReconciliation } from '../../reconciliations/change-reconciliation.ts';
import { claimCalls } from '../../reconciliations/claim-calls.ts';
import {
  type MoveReconciliationDeps,
  moveReconciliation,
} from '../../reconciliations/move-reconciliation.ts';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import type { KeepDelivering } from './keep-delivering.ts';
import { readableUntilOf } from './prove-call.ts';

/** Calls of one such reconciliation: its item must stay far below the 400 KB of DynamoDB. The next run takes the others. */
const MAX_FOUND = 100;
/**
 * Such reconciliations of a job with a sweep. At the usual budget, 1,000 downloads take 10 minutes. More of them would hold
 * up those of other groups, and could miss their deadline.
 */
const MAX_SLICES = 10;

type FoundDeps = MoveReconciliationDeps & Pick<RecoveryDeps, 'calls'>;

/** Calls of a job that are downloaded from it, and were in none of its windows. */
export type FoundInJob = {
  readonly callIds: readonly CallId[];
  /** Whether a sweep of the job found them. Then there are many. */
  readonly isSwept: boolean;
  /** OCP may delete a recording of them before another job lists it. */
  readonly isLastChance: boolean;
  readonly priority: Priority;
};

/**
 * Downloads the recordings of calls that this job proves OCP to have. No window asked for them, so they get
 * reconciliations of their own, in slices. After a crash, calls of an existing slice stay with it. Calls beyond the
 * limit, or whose slice cannot be opened, are pending, and the next run of the pooler takes them.
 *
 * If it is the last chance of a call, its slice is tried until OCP deletes the job.
 */
export const recoverFound = async (
  given: FoundDeps,
  group: RecoveredGroup,
  job: ExportedJob,
  event: ExportedEvent,
  { callIds, isSwept, isLastChance, priority }: FoundInJob,
  keepDelivering: KeepDelivering,
): Promise<void> => {
  const deps = isLastChance ? withPatience(given, readableUntilOf(group, job)) : given;
  let left = callIds;
  for (let slice = 0; left.length > 0 && slice < (isSwept ? MAX_SLICES : 1); ) {
    await keepDelivering();
    const reconciliationId = sliceIdOf(job, slice);
    const known = await deps.reconciliations.get(reconciliationId);
    if (known) {
      await moveReconciliation(deps, reconciliationId, event, known);
      left = left.filter((callId) => !Object.hasOwn(known.calls, callId));
      slice += 1;
      continue;
    }
    const part = { reconciliationId, callIds: left.slice(0, MAX_FOUND), priority };
    left = left.slice(MAX_FOUND);
    if (await recoverSlice(deps, group, job, event, part)) slice += 1;
  }
  const { tenantId, groupId } = group;
  if (left.length > 0)
    deps.note({ type: 'limit_reached', limit: 'found calls', tenantId, group: groupId, left: left.length });
};

/** Downloads may go on until `until`, or for as long as those of any window. */
const withPatience = (deps: FoundDeps, until: Timestamp): FoundDeps => {
  const { reconciliationPolicy: policy } = deps;
  const leftMs = epochMsOf(until) - epochMsOf(deps.now());
  const downloadDeadlineMs = Math.max(policy.downloadDeadlineMs, leftMs);
  return { ...deps, reconciliationPolicy: { ...policy, downloadDeadlineMs } };
};

const sliceIdOf = ({ exportId }: ExportedJob, slice: number): ReconciliationId =>
  ReconciliationId.parse(slice === 0 ? `${exportId}-found` : `${exportId}-found-${slice}`);

type Slice = {
  readonly reconciliationId: ReconciliationId;
  readonly callIds: readonly CallId[];
  readonly priority: Priority;
};

/** @returns whether any of the calls could be claimed. */
const recoverSlice = async (
  deps: FoundDeps,
  group: RecoveredGroup,
  job: ExportedJob,
  event: ExportedEvent,
  { reconciliationId, callIds, priority }: Slice,
): Promise<boolean> => {
  const { tenantId, groupId } = group;
  const window = { reconciliationId, calls: callIds.map((callId) => ({ callId })) };
  const calls = await claimCalls(deps, window, group);
  if (Object.keys(calls).length === 0) return false;
  const opened = openFound(
    { reconciliationId, tenantId, groupId, job, calls, priority },
    deps.now(),
    deps.reconciliationPolicy,
  );
  const known = await changeReconciliation(deps, reconciliationId, (current) =>
    current ? { result: current } : { next: opened, result: opened },
  );
  await moveReconciliation(deps, reconciliationId, event, known);
  return true;
};
