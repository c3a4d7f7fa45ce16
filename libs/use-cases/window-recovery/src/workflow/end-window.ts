import {
  type ClosedReconciliation,
  type FailureStatus,
  isPolled,
  type JobEndedEvent,
  jobEndedOf,
  nextReconciliation,
  type PolledJob,
} from '@recordings/reconciliation';
import { type EndOutput, prepareEnd, type WorkflowTask } from '@recordings/workflow';
import { askForCallback } from '../callbacks/ask-for-callback.ts';
import type { HeldSlot } from '../exports/export-ref.ts';
import { changeReconciliation } from '../reconciliations/change-reconciliation.ts';
import { describeCalls } from '../reconciliations/move-reconciliation.ts';
import { noteClosed } from '../reconciliations/note-closed.ts';
import { releaseCalls } from '../reconciliations/release-calls.ts';
import { fail, type TaskAnswer, type WorkflowDeps } from './task-answer.ts';

/** The status of a window if neither its export job nor its downloads say how it failed. */
export type Otherwise = { readonly status: FailureStatus; readonly reason: string };

type Ended = { readonly closed: ClosedReconciliation; readonly end: EndOutput };

/**
 * Decides how a window ends, and releases the calls that are not stored. The state machine writes the end: until then the item
 * shows an open window whose calls all have their results.
 *
 * @param slot the slot of its job. It keeps the job until the window is closed: a message that comes again finds there how it ended.
 */
export const endWindow = async (
  deps: WorkflowDeps,
  { reconciliationId, executionId }: Pick<WorkflowTask, 'reconciliationId' | 'executionId'>,
  slot: HeldSlot | undefined,
  otherwise: Otherwise,
): Promise<TaskAnswer> => {
  const ended = await changeReconciliation<Ended | undefined>(deps, reconciliationId, async (current) => {
    if (!current || current.phase === 'closed') return { result: undefined };
    const now = deps.now();
    const event = endEventOf(slot, otherwise);
    const { reconciliation } = nextReconciliation(current, event, now, deps.reconciliationPolicy);
    const closed = await describeCalls(deps, reconciliation);
    if (closed.phase !== 'closed') throw new Error(`${event.type} does not end ${reconciliationId}`);
    await releaseCalls(deps, closed);
    await askForCallback(deps, closed);
    const { next, end } = prepareEnd(current, closed, now, executionId);
    return { next, result: { closed, end } };
  });
  if (!ended) return fail('ReconciliationClosedError', `${reconciliationId} is closed`);
  noteClosed(deps, ended.closed);
  return { kind: 'succeed', output: ended.end };
};

/** What ends a window: its export job, or what the state machine says. */
export const endEventOf = (slot: HeldSlot | undefined, { status, reason }: Otherwise): JobEndedEvent => {
  if (!slot) return { type: 'job-ended', status, reason };
  const { job } = slot;
  if (job.phase === 'failed') return jobEndedOf(job, { status: job.status, reason: job.reason });
  if (job.phase === 'expired') return jobEndedOf(job, { status: 'FAILED_EXPORT_ERROR', reason: job.reason });
  if (!isPolled(job)) return jobEndedOf(job, { status, reason });
  const stillRan = `export job still ran after ${job.pollNumber - 1} polls since ${job.createdAt}`;
  if (status === 'FAILED_MAX_RETRIES' || isAbandonedByDoubt(job)) {
    const isUnknown = job.unknownStatus !== undefined;
    return jobEndedOf(job, { status: isUnknown ? 'FAILED_UNKNOWN_STATUS' : status, reason: stillRan });
  }
  return jobEndedOf(job, { status, reason });
};

/** OCP's word was unknown to the last poll, and then it had no listing. */
const isAbandonedByDoubt = ({ isAbandoned, unknownStatus }: PolledJob): boolean =>
  isAbandoned && unknownStatus !== undefined;
