import {
  type ExportJob,
  type ExportJobEvent,
  type IntendedJob,
  isPolled,
  type Reconciliation,
} from '@recordings/reconciliation';
import type { ExportJobOutput } from '@recordings/workflow';
import { createJob } from '../exports/commands/create-job.ts';
import { freeSlot } from '../exports/commands/free-slot.ts';
import { type ExportRef, exportRefOf, type HeldSlot } from '../exports/export-ref.ts';
import { giveBackPermit, reserveIfCreated } from '../exports/reserve-create.ts';
import { writeNextJob } from '../exports/write-next-job.ts';
import type { RecoveredGroup } from '../recovered-group.ts';
import { untilMs } from '../until-ms.ts';
import { intendJob } from './intend-job.ts';
import { makeProgress } from './progress.ts';
import { fail, type TaskAnswer, type WorkflowDeps } from './task-answer.ts';

/** OCP is paused, fails for all, or refuses our credentials. */
const PUT_OFF_MS = 60_000;
/** Another worker is creating the job, or has just ended it. */
const CONTENDED_MS = 5_000;

/**
 * Creates the export job of a window at OCP. A message that comes again finds the job in its slot. If the answer to an earlier
 * POST was lost, OCP's list is searched for its job first.
 */
export const createExportJob = async (
  deps: WorkflowDeps,
  group: RecoveredGroup,
  reconciliation: Reconciliation,
): Promise<TaskAnswer> => {
  if (reconciliation.phase === 'claiming') return { kind: 'later', delayMs: CONTENDED_MS };
  // The execution is past this task: the message is an old one.
  if (reconciliation.phase !== 'waiting') return { kind: 'none' };
  const intended = await intendJob(deps, group, reconciliation);
  if ('answer' in intended) return intended.answer;
  const { slot } = intended;
  if (slot.job.phase !== 'intended') return describe(deps, slot.job);
  return sendCreate(deps, exportRefOf(group, slot.slotId, slot.job.exportId), slot);
};

const sendCreate = async (deps: WorkflowDeps, ref: ExportRef, slot: HeldSlot): Promise<TaskAnswer> => {
  const reserved = await reserveIfCreated(deps, ref, { type: 'nudged' }, slot);
  if (reserved.kind === 'put-off') return { kind: 'later', delayMs: PUT_OFF_MS };
  const announced = await writeNextJob(deps, ref, { type: 'nudged' }, slot);
  const job = announced?.slot.job;
  if (!announced?.commands.some(({ type }) => type === 'create-job') || job?.phase !== 'intended') {
    giveBackPermit(deps, ref, reserved.permit);
    return job?.phase === 'intended' ? awaitTurn(deps, job) : { kind: 'later', delayMs: CONTENDED_MS };
  }
  const event = await createJob(deps, ref.group.registered, job, reserved.permit);
  const after = event && (await writeNextJob(deps, ref, event, announced.slot));
  if (!after) return { kind: 'later', delayMs: CONTENDED_MS };
  if (after.slot.job.phase !== 'intended') return describe(deps, after.slot.job);
  if (after.commands.some(({ type }) => type === 'free-slot')) await freeSlot(deps, ref, after.slot);
  return answerRefused(deps, event, after.slot.job);
};

const awaitTurn = ({ now }: Pick<WorkflowDeps, 'now'>, { notBefore }: IntendedJob): TaskAnswer => ({
  kind: 'later',
  delayMs: Math.max(CONTENDED_MS, untilMs(notBefore, now())),
});

/** OCP made no job. The state machine repeats the task by its own waits, unless it is about our credentials or the time. */
const answerRefused = (deps: WorkflowDeps, event: ExportJobEvent, job: IntendedJob): TaskAnswer => {
  switch (event.type) {
    case 'slot-busy':
      return fail('ExportSlotBusyError', 'another job of the group runs at OCP');
    case 'create-failed': {
      if (!event.isOverloaded) return fail('OCPAPIUnavailableError', event.message);
      const isTimeout = event.error?.code === 'OCP_TIMEOUT';
      return fail(isTimeout ? 'OCPAPITimeoutError' : 'OCPAPIThrottlingError', event.message);
    }
    default:
      return event.type === 'create-refused' ? { kind: 'later', delayMs: PUT_OFF_MS } : awaitTurn(deps, job);
  }
};

const describe = (deps: WorkflowDeps, job: Exclude<ExportJob, IntendedJob>): TaskAnswer => {
  if (job.phase === 'failed' || job.phase === 'expired') return fail('OCPAPIError', job.reason);
  return answerCreated(deps, job.jobId, isPolled(job) ? expectedEndOf(job) : undefined);
};

/** The first poll is planned for when OCP expects the job to end, if it says so. */
const expectedEndOf = ({
  pollNumber,
  pollDueAt,
}: Extract<ExportJob, { pollDueAt: string; phase: 'created' | 'polling' }>) =>
  pollNumber === 1 ? pollDueAt : undefined;

const answerCreated = (
  deps: WorkflowDeps,
  exportJobId: string,
  estimatedCompletionTime?: ExportJobOutput['estimatedCompletionTime'],
): TaskAnswer => {
  const output: ExportJobOutput = {
    exportJobId,
    status: 'CREATED',
    ...(estimatedCompletionTime !== undefined && { estimatedCompletionTime }),
    ...makeProgress(deps),
  };
  return { kind: 'succeed', output };
};
