import { type ExportJob, type FailureStatus, jobEndedOf, type SlotKey } from '@recordings/reconciliation';
import { type MoveDeps, moveEach } from '../../reconciliations/move-each.ts';

/**
 * Closes the reconciliations of a job that ended without recordings.
 *
 * @throws any transient error, so that the slot stays held until every reconciliation is closed.
 */
export const closeReconciliations = async (
  deps: MoveDeps,
  slotKey: SlotKey,
  job: ExportJob,
  why: { readonly status: FailureStatus; readonly reason: string },
): Promise<void> => {
  await moveEach(deps, slotKey, job.reconciliationIds, jobEndedOf(job, why));
};
