import { type CallId, ReconciliationId } from '@recordings/call-record';
import { type ExportedEvent, type ExportedJob, openFound } from '@recordings/reconciliation';
import { changeReconciliation } from '../../reconciliations/change-reconciliation.ts';
import { claimCalls } from '../../reconciliations/claim-calls.ts';
import {
  type MoveReconciliationDeps,
  moveReconciliation,
} from '../../reconciliations/move-reconciliation.ts';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';

/** Calls of one such reconciliation: its item must stay far below the 400 KB of DynamoDB. The next run takes the others. */
const MAX_FOUND = 100;

type FoundDeps = MoveReconciliationDeps & Pick<RecoveryDeps, 'calls'>;

/**
 * Downloads the recordings of calls that this job proves OCP to have. No window asked for them, so they get a
 * reconciliation of their own, one for each job. If it cannot be opened, the calls are pending and the next run of the
 * pooler takes them.
 */
export const recoverFound = async (
  deps: FoundDeps,
  group: RecoveredGroup,
  job: ExportedJob,
  event: ExportedEvent,
  callIds: readonly CallId[],
): Promise<void> => {
  if (callIds.length === 0) return;
  const { tenantId, groupId } = group;
  const left = callIds.length - MAX_FOUND;
  if (left > 0) deps.note({ type: 'limit_reached', limit: 'found calls', tenantId, group: groupId, left });
  const reconciliationId = ReconciliationId.parse(`${job.exportId}-found`);
  const calls = await claimCalls(
    deps,
    { reconciliationId, calls: callIds.slice(0, MAX_FOUND).map((callId) => ({ callId })) },
    group,
  );
  if (Object.keys(calls).length === 0) return;
  const opened = openFound(
    { reconciliationId, tenantId, groupId, job, calls },
    deps.now(),
    deps.reconciliationPolicy,
  );
  const known = await changeReconciliation(deps, reconciliationId, (current) =>
    current ? { result: current } : { next: opened, result: opened },
  );
  await moveReconciliation(deps, reconciliationId, event, known);
};
