import { faultOf } from '@recordings/fault';
import {
  EXPORT_CHECK_VERSION,
  type ExportJob,
  type ExportJobCommand,
  type ExportJobEvent,
  nextExportJob,
  nextMergeLimit,
} from '@recordings/reconciliation';
import { moveEach } from '../reconciliations/move-each.ts';
import { exportPolicyOf, type ReconciledGroup, type RecoveryDeps } from '../recovery-deps.ts';
import { createJob, type IntendedJob } from './create-job.ts';
import { deliverResults } from './deliver-results.ts';
import { DeliveryTakenOverError, makeKeepDelivering } from './keep-delivering.ts';

/** The one slot of a group that OCP allows one running job. Other groups have a slot a window, named after it. */
export const SINGLE_SLOT = 'single';

/** One export of a group: the slot that holds it and our id of it. */
export type ExportRef = {
  readonly group: ReconciledGroup;
  readonly slotId: string;
  readonly exportId: string;
};

/**
 * Feeds an event to an export job: writes the next state, then executes its commands in order. An event for an export
 * that its slot no longer holds does nothing.
 *
 * @returns whether the slot came free.
 */
export const moveExportJob = async (
  deps: RecoveryDeps,
  ref: ExportRef,
  event: ExportJobEvent,
): Promise<'freed' | 'held'> => {
  const now = deps.now();
  const policy = exportPolicyOf(deps, ref.group);
  const step = await deps.exportGroups.changeSlot(ref.group, ref.slotId, (slot) => {
    if (slot?.job?.exportId !== ref.exportId) return { result: undefined };
    const { job, commands } = nextExportJob(slot.job, event, now, policy);
    const result = { job, commands, isChanged: job !== slot.job };
    return job === slot.job ? { result } : { next: { ...slot, job, revision: slot.revision + 1 }, result };
  });
  if (!step) return 'held';
  if (step.isChanged) {
    noteEnded(deps, ref, step.job);
    await renewLeases(deps, ref, step.job);
  }
  let outcome: 'freed' | 'held' = 'held';
  for (const command of step.commands) {
    if ((await execute(deps, ref, step.job, command)) === 'freed') outcome = 'freed';
  }
  return outcome;
};

const noteEnded = ({ note }: RecoveryDeps, { group }: ExportRef, job: ExportJob): void => {
  if (job.phase !== 'failed' && job.phase !== 'expired') return;
  const { phase, exportId, fromDate, toDate, reason } = job;
  note({ type: 'export_job_ended', group: group.groupId, exportId, phase, fromDate, toDate, reason });
};

/** The lease of a reconciliation is renewed by the messages of its job. */
const renewLeases = async (deps: RecoveryDeps, { group }: ExportRef, job: ExportJob): Promise<void> => {
  if ((job.phase !== 'created' && job.phase !== 'polling') || job.isAbandoned) return;
  await moveEach(deps, group, job.reconciliationIds, {
    type: 'job-moved',
    exportJobStatus: job.phase === 'created' ? 'CREATED' : 'POLLING',
    exportJobId: job.jobId,
    pollingIteration: job.pollNumber - 1,
  });
};

const execute = async (
  deps: RecoveryDeps,
  ref: ExportRef,
  job: ExportJob,
  command: ExportJobCommand,
): Promise<'freed' | 'held'> => {
  const { tenantId, groupId } = ref.group;
  switch (command.type) {
    case 'create-job':
      return job.phase === 'intended' ? requestJob(deps, ref, job) : 'held';
    case 'send-poll': {
      const { slotId, exportId } = ref;
      const { number, delayMs } = command;
      const poll = {
        version: EXPORT_CHECK_VERSION,
        kind: 'poll',
        tenantId,
        groupId,
        slotId,
        exportId,
        number,
      } as const;
      await deps.sendCheck(poll, delayMs);
      return 'held';
    }
    case 'check-group':
      await deps.sendCheck(
        { version: EXPORT_CHECK_VERSION, kind: 'group', tenantId, groupId },
        command.delayMs,
      );
      return 'held';
    case 'deliver-results':
      if (job.phase !== 'exported') return 'held';
      return deliver(deps, ref, job);
    case 'close-reconciliations':
      // What passes by itself is thrown: the slot is freed only after all are closed.
      await moveEach(deps, ref.group, job.reconciliationIds, {
        type: 'job-ended',
        status: command.status,
        reason: command.reason,
      });
      return 'held';
    case 'free-slot':
      deps.note({ type: 'export_slot_freed', phase: job.phase });
      return freeSlot(deps, ref);
    default:
      return command satisfies never;
  }
};

/** Sends the POST that the job's last write has announced. */
export const requestJob = async (
  deps: RecoveryDeps,
  ref: ExportRef,
  job: IntendedJob,
): Promise<'freed' | 'held'> => {
  const event = await createJob(deps, ref.group.registered, job);
  return event ? moveExportJob(deps, ref, event) : 'held';
};

const deliver = async (
  deps: RecoveryDeps,
  ref: ExportRef,
  job: Extract<ExportJob, { phase: 'exported' }>,
): Promise<'freed' | 'held'> => {
  try {
    await deliverResults(deps, ref.group, job, makeKeepDelivering(deps, ref, job));
  } catch (error) {
    if (error instanceof DeliveryTakenOverError) return 'held';
    if (faultOf(error) !== 'permanent') throw error;
    deps.note({ type: 'export_results_gone', exportJobId: job.jobId, err: error });
    const message = error instanceof Error ? error.message : String(error);
    return moveExportJob(deps, ref, { type: 'results-gone', message });
  }
  deps.note({ type: 'export_slot_freed', phase: job.phase });
  return freeSlot(deps, ref);
};

/** Empties the slot, if it still holds this export. */
const freeSlot = async (deps: RecoveryDeps, ref: ExportRef): Promise<'freed'> => {
  await deps.exportGroups.changeSlot(ref.group, ref.slotId, (slot) => {
    if (slot?.job?.exportId !== ref.exportId) return { result: undefined };
    const { job, ...empty } = slot;
    const mergeLimit = nextMergeLimit(slot.mergeLimit, job);
    return { next: { ...empty, mergeLimit, revision: slot.revision + 1 }, result: undefined };
  });
  // A slot made for one window is not used again.
  if (ref.slotId !== SINGLE_SLOT) await deps.exportGroups.removeSlot(ref.group, ref.slotId);
  return 'freed';
};
