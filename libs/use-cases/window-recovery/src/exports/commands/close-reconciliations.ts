import type { ExportJob, FailureStatus } from '@recordings/reconciliation';
import { type MoveDeps, moveEach } from '../../reconciliations/move-each.ts';
import type { RecoveredGroup } from '../../recovered-group.ts';

/**
 * Closes the reconciliations of a job that ended without recordings.
 *
 * @throws any transient error, so that the slot stays held until every reconciliation is closed.
 */
export const closeReconciliations = async (
  deps: MoveDeps,
  group: RecoveredGroup,
  { reconciliationIds }: ExportJob,
  { status, reason }: { readonly status: FailureStatus; readonly reason: string },
): Promise<void> => {
  await moveEach(deps, group, reconciliationIds, { type: 'job-ended', status, reason });
};
