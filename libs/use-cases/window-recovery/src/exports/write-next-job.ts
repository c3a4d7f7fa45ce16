import type { ExportJob } from '@recordings/reconciliation';
import {
  type ExportJobCommand,
  type ExportJobEvent,
  isPolled,
  nextExportJob,
} from '@recordings/reconciliation';
import { moveEach } from '../reconciliations/move-each.ts';
import { exportPolicyOf } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { changeSlot } from './change-slot.ts';
import { type HeldExport, type HeldSlot, holdsExport } from './export-ref.ts';

/** The slot after an event, and the commands to execute now. */
export type ExportStep = { readonly slot: HeldSlot; readonly commands: readonly ExportJobCommand[] };

/**
 * Feeds an event to an export job and writes the next state of the job.
 *
 * @param known the slot as it was last read or written; saves a read.
 * @returns undefined if the slot no longer holds this export.
 */
export const writeNextJob = async (
  deps: RecoveryDeps,
  ref: HeldExport,
  event: ExportJobEvent,
  known?: HeldSlot,
): Promise<ExportStep | undefined> => {
  const now = deps.now();
  const policy = exportPolicyOf(deps, ref.constraints);
  const step = await changeSlot(
    deps,
    ref,
    (slot) => {
      if (!holdsExport(slot, ref.exportId)) return { result: undefined };
      const { job, commands } = nextExportJob(slot.job, event, now, policy);
      if (job === slot.job) return { result: { slot, commands, isWritten: false } };
      const next = { ...slot, job, revision: slot.revision + 1 };
      return { next, result: { slot: next, commands, isWritten: true } };
    },
    known && { item: known },
  );
  if (step?.isWritten) {
    noteEnd(deps, ref, step.slot.job);
    await renewLeases(deps, ref, step.slot.job);
  }
  return step;
};

const noteEnd = ({ note }: Pick<RecoveryDeps, 'note'>, { group }: HeldExport, job: ExportJob): void => {
  if (job.phase !== 'failed' && job.phase !== 'expired') return;
  const { phase, exportId, fromDate, toDate, reason } = job;
  const about = { tenantId: group.tenantId, group: group.groupId, exportId, fromDate, toDate };
  note({ type: 'export_job_ended', ...about, phase, reason });
};

/** Each poll of a job renews the leases of its reconciliations. */
const renewLeases = async (deps: RecoveryDeps, { slotKey }: HeldExport, job: ExportJob): Promise<void> => {
  // The state machine writes what it polls.
  if (!isPolled(job) || job.isAbandoned || job.orchestrator) return;
  await moveEach(deps, slotKey, job.reconciliationIds, {
    type: 'job-moved',
    exportJobStatus: job.phase === 'created' ? 'CREATED' : 'POLLING',
    exportJobId: job.jobId,
    pollingIteration: job.pollNumber - 1,
  });
};
