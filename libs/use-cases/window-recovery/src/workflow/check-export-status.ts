import {
  type ExportJob,
  type ExportJobEvent,
  isPolled,
  type Reconciliation,
} from '@recordings/reconciliation';
import type { StatusOutput } from '@recordings/workflow';
import { exportRefOf, type HeldSlot, holdsJob } from '../exports/export-ref.ts';
import { readStatus } from '../exports/poll-export.ts';
import { writeNextJob } from '../exports/write-next-job.ts';
import type { RecoveredGroup } from '../recovered-group.ts';
import { makeProgress } from './progress.ts';
import { fail, type TaskAnswer, type WorkflowDeps } from './task-answer.ts';

const LOST: Pick<StatusOutput, 'status' | 'errorMessage'> = {
  status: 'FAILED',
  errorMessage: 'the export job is no longer in the slot of its window',
};

/** Asks OCP for the state of the job of a window. When to ask is the business of the state machine. */
export const checkExportStatus = async (
  deps: WorkflowDeps,
  group: RecoveredGroup,
  { phase, reconciliationId }: Reconciliation,
): Promise<TaskAnswer> => {
  const slot = await deps.exportGroups.getSlot(group.slotKey, reconciliationId);
  if (!holdsJob(slot)) return answer(deps, phase === 'downloading' ? { status: 'COMPLETED' } : LOST);
  if (!isPolled(slot.job)) return answer(deps, describe(slot.job));
  const event = await readStatus(deps, group, slot.job.jobId, slot.job.pollNumber);
  const ref = exportRefOf(group, reconciliationId, slot.job.exportId);
  const step = await writeNextJob(deps, ref, event, slot as HeldSlot);
  const job = step?.slot.job ?? slot.job;
  return (isPolled(job) && failureOf(event)) || answer(deps, { ...describe(job), ...saidBy(event) });
};

const answer = (deps: WorkflowDeps, said: Omit<StatusOutput, 'at' | 'leaseUntil'>): TaskAnswer => {
  const output: StatusOutput = { ...said, ...makeProgress(deps) };
  return { kind: 'succeed', output };
};

const failureOf = (event: ExportJobEvent): TaskAnswer | undefined => {
  switch (event.type) {
    case 'status-unreadable':
      return event.isOverloaded
        ? fail('OCPAPIThrottlingError', 'OCP throttled the poll, or did not answer it in time')
        : fail('OCPAPIUnavailableError', 'OCP did not say the status of the job');
    case 'status-refused':
      return { kind: 'later', delayMs: event.waitMs };
    default:
      return undefined;
  }
};

const describe = (job: ExportJob): Pick<StatusOutput, 'status' | 'errorMessage'> => {
  switch (job.phase) {
    case 'intended':
      return LOST;
    case 'created':
      return { status: 'CREATED' };
    case 'polling':
      return { status: job.unknownStatus === undefined ? 'IN_PROGRESS' : 'UNKNOWN' };
    case 'exported':
      return { status: 'COMPLETED' };
    case 'failed':
    case 'expired':
      return { status: 'FAILED', errorMessage: job.reason };
    default:
      return job satisfies never;
  }
};

const saidBy = (event: ExportJobEvent): Pick<StatusOutput, 'word' | 'fileSize' | 'completedAt'> => {
  if (event.type !== 'status-seen') return {};
  const { word, sizeBytes, endedAt } = event;
  return {
    ...(word !== undefined && { word }),
    ...(sizeBytes !== undefined && { fileSize: sizeBytes }),
    ...(endedAt !== undefined && { completedAt: endedAt }),
  };
};
