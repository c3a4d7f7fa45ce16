import type { ReconciliationId } from '@recordings/call-record';
import type { ExportedJob, Reconciliation } from '@recordings/reconciliation';
import type { WorkflowTaskOf } from '@recordings/workflow';
import { deliverResults } from '../exports/commands/deliver-results.ts';
import { freeSlot } from '../exports/commands/free-slot.ts';
import { exportRefOf, type HeldSlot, holdsJob } from '../exports/export-ref.ts';
import { writeNextJob } from '../exports/write-next-job.ts';
import { changeReconciliation } from '../reconciliations/change-reconciliation.ts';
import type { RecoveredGroup } from '../recovered-group.ts';
import { answerDownloads } from './answer-downloads.ts';
import { fail, type TaskAnswer, type WorkflowDeps } from './task-answer.ts';

/**
 * Reads the listing of the finished job and sends a task for each recording to the downloaders. The answer comes when each call
 * of the window has a result: from here if it has one already, else from the worker that sees the last one.
 */
export const notifyDownloadService = async (
  deps: WorkflowDeps,
  group: RecoveredGroup,
  { reconciliationId, taskToken }: WorkflowTaskOf<'notify-download-service'>,
): Promise<TaskAnswer> => {
  // The execution has repeated the task. Its new token must not be replaced by this one.
  if (!(await deps.workflow.sendHeartbeat(taskToken))) return { kind: 'none' };
  await keepToken(deps, reconciliationId, taskToken);
  const slot = await deps.exportGroups.getSlot(group.slotKey, reconciliationId);
  if (holdsJob(slot) && slot.job.phase === 'exported') {
    const refused = await deliver(deps, group, slot, slot.job);
    if (refused) return refused;
  }
  const current = await deps.reconciliations.get(reconciliationId);
  if (current?.phase === 'waiting') return fail('ExportResultsGoneError', 'the window has no finished job');
  if (current) await answerDownloads(deps, current);
  return { kind: 'none' };
};

const keepToken = (deps: WorkflowDeps, id: ReconciliationId, downloadToken: string): Promise<void> =>
  changeReconciliation<void>(deps, id, (current) => {
    if (!current || current.phase === 'closed' || current.downloadToken === downloadToken)
      return { result: undefined };
    const next: Reconciliation = {
      ...current,
      downloadToken,
      revision: current.revision + 1,
      lastUpdated: deps.now(),
    };
    return { next, result: undefined };
  });

/** @returns the answer if the listing could not be delivered. */
const deliver = async (
  deps: WorkflowDeps,
  group: RecoveredGroup,
  slot: HeldSlot,
  job: ExportedJob,
): Promise<TaskAnswer | undefined> => {
  const ref = exportRefOf(group, slot.slotId, job.exportId);
  const event = await deliverResults(deps, ref, job);
  // Another worker delivers, with the same token.
  if (!event) return { kind: 'none' };
  const step = await writeNextJob(deps, ref, event);
  // A job that failed stays in its slot until the window is closed: it says how.
  if (step?.commands.some(({ type }) => type === 'free-slot') && step.slot.job.phase === 'exported')
    await freeSlot(deps, ref, step.slot);
  switch (event.type) {
    case 'results-throttled':
      return fail('OCPAPIThrottlingError', 'OCP throttled the listing');
    case 'results-refused':
      return { kind: 'later', delayMs: event.waitMs };
    case 'results-gone':
      return fail('ExportResultsGoneError', event.message);
    default:
      return undefined;
  }
};
