import type { Disposition } from '@recordings/fault';
import type { Reconciliation } from '@recordings/reconciliation';
import { WORKFLOW_MESSAGE_VERSION, WorkflowMessage, type WorkflowTask } from '@recordings/workflow';
import { type QueueMessage, readBody, waitForGroup } from '../read-body.ts';
import { moveReconciliation } from '../reconciliations/move-reconciliation.ts';
import { findRecoveredGroup, type RecoveredGroup } from '../recovered-group.ts';
import { checkExportStatus } from './check-export-status.ts';
import { closeEndedExecution } from './close-ended-execution.ts';
import { createExportJob } from './create-export-job.ts';
import { findDrivenSlot } from './driven-slot.ts';
import { endWindow, type Otherwise } from './end-window.ts';
import { getExportMetadata } from './get-export-metadata.ts';
import { notifyDownloadService } from './notify-download-service.ts';
import { fail, type TaskAnswer, type WorkflowDeps } from './task-answer.ts';

/** Seconds. A message that waits is sent again by then, so that pauses and new credentials are seen soon. */
const LONGEST_WAIT_S = 300;

type GroupTask = Extract<WorkflowTask, { groupId: unknown }>;

/** Makes the handler of tasks of executions, and of executions that ended. A message that is delivered again does the same again. */
export const makeHandleWorkflowMessage =
  (deps: WorkflowDeps) =>
  async (message: QueueMessage): Promise<Disposition> => {
    const read = readBody(WorkflowMessage, WORKFLOW_MESSAGE_VERSION, message.body);
    if ('disposition' in read) return read.disposition;
    const task = read.message;
    if (task.kind === 'execution-ended') {
      await closeEndedExecution(deps, task);
      return { kind: 'ack' };
    }
    const current = await deps.reconciliations.get(task.reconciliationId);
    if (!current || current.phase === 'closed') {
      const cause = `${task.reconciliationId} is ${current ? 'closed' : 'unknown'}`;
      return settle(deps, task, fail('ReconciliationClosedError', cause));
    }
    if (!isGroupTask(task)) return settle(deps, task, await end(deps, task, current));
    const group = findRecoveredGroup(deps, task);
    if (!group) return waitForGroup(deps, task, message);
    // A task may be put off, or a poll repeated, for longer than a lease.
    await moveReconciliation(deps, task.reconciliationId, { type: 'still-waiting' }, current);
    return settle(deps, task, await work(deps, task, group, current));
  };

const isGroupTask = (task: WorkflowTask): task is GroupTask => 'groupId' in task;

const work = (
  deps: WorkflowDeps,
  task: GroupTask,
  group: RecoveredGroup,
  current: Reconciliation,
): Promise<TaskAnswer> => {
  switch (task.kind) {
    case 'create-export-job':
      return createExportJob(deps, group, current);
    case 'check-export-status':
      return checkExportStatus(deps, group, current);
    case 'get-export-metadata':
      return getExportMetadata(deps, group, current);
    case 'notify-download-service':
      return notifyDownloadService(deps, group, task);
    default:
      return task satisfies never;
  }
};

const NOT_DELIVERED: Otherwise = {
  status: 'FAILED_PARALLEL_ERROR',
  reason: 'the listing of the export job was not delivered',
};

const end = async (
  deps: WorkflowDeps,
  task: Exclude<WorkflowTask, GroupTask>,
  current: Reconciliation,
): Promise<TaskAnswer> =>
  endWindow(
    deps,
    task,
    await findDrivenSlot(deps, current),
    task.kind === 'release-calls' ? task : NOT_DELIVERED,
  );

/** Answers the execution. @returns what the queue does with the message. */
const settle = async (deps: WorkflowDeps, task: WorkflowTask, answer: TaskAnswer): Promise<Disposition> => {
  const { kind, reconciliationId, taskToken } = task;
  switch (answer.kind) {
    case 'later': {
      // Four times in a lease: each message renews the lease of its window.
      const longestS = Math.min(LONGEST_WAIT_S, Math.ceil(deps.reconciliationPolicy.leaseMs / 4_000));
      const delayS = Math.min(Math.max(1, Math.ceil(answer.delayMs / 1000)), longestS);
      return { kind: 'postpone', delayS };
    }
    case 'none':
      return { kind: 'ack' };
    case 'succeed':
    case 'fail': {
      const isTaken =
        answer.kind === 'succeed'
          ? await deps.workflow.succeedTask(taskToken, answer.output)
          : await deps.workflow.failTask(taskToken, answer.error, answer.cause);
      const outcome = answer.kind === 'succeed' ? 'OK' : answer.error;
      if (isTaken) deps.note({ type: 'workflow_task_done', kind, reconciliationId, outcome });
      else deps.note({ type: 'workflow_answer_refused', kind, reconciliationId });
      return { kind: 'ack' };
    }
    default:
      return answer satisfies never;
  }
};
