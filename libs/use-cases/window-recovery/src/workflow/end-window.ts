import type { FailureStatus, Reconciliation, ReconciliationEvent, SlotKey } from '@recordings/reconciliation';
import { isPolled, jobEndedOf, nextReconciliation, type PolledJob } from '@recordings/reconciliation';
import { type EndOutput, prepareEnd } from '@recordings/workflow';
import { askForCallback } from '../callbacks/ask-for-callback.ts';
import { freeSlot } from '../exports/commands/free-slot.ts';
import { type HeldSlot, holdsJob } from '../exports/export-ref.ts';
import { changeReconciliation } from '../reconciliations/change-reconciliation.ts';
import { describeCalls } from '../reconciliations/move-reconciliation.ts';
import { noteClosed } from '../reconciliations/note-closed.ts';
import { releaseCalls } from '../reconciliations/release-calls.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { fail, type TaskAnswer, type WorkflowDeps } from './task-answer.ts';

/** The status of a window if neither its export job nor its downloads say how it failed. */
export type Otherwise = { readonly status: FailureStatus; readonly reason: string };

/**
 * Decides how a window ends, releases the calls that are not stored, and frees the slot of its job. The state machine writes the
 * end: until then the item shows an open window whose calls all have their results.
 */
export const endWindow = async (
  deps: WorkflowDeps,
  {
    reconciliationId,
    executionId,
  }: { readonly reconciliationId: Reconciliation['reconciliationId']; readonly executionId: string },
  otherwise: Otherwise,
): Promise<TaskAnswer> => {
  const end = await changeReconciliation<EndOutput | undefined>(deps, reconciliationId, async (current) => {
    if (!current || current.phase === 'closed') return { result: undefined };
    const now = deps.now();
    const slot = await findSlot(deps, current);
    const event = endEventOf(current, slot, otherwise);
    const { reconciliation } = nextReconciliation(current, event, now, deps.reconciliationPolicy);
    const closed = await describeCalls(deps, reconciliation);
    if (closed.phase !== 'closed') throw new Error(`${event.type} does not end ${reconciliationId}`);
    await releaseCalls(deps, closed);
    await askForCallback(deps, closed);
    noteClosed(deps, closed);
    if (slot) await freeSlotOf(deps, current, slot);
    const prepared = prepareEnd(current, closed, now, executionId);
    return { next: prepared.next, result: prepared.end };
  });
  return end
    ? { kind: 'succeed', output: end }
    : fail('ReconciliationClosedError', `${reconciliationId} is closed`);
};

/** What ends a window: its downloads, its export job, or what the state machine says. */
export const endEventOf = (
  { phase }: Reconciliation,
  slot: HeldSlot | undefined,
  { status, reason }: Otherwise,
): ReconciliationEvent => {
  if (phase === 'downloading') return { type: 'downloads-ended' };
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

const slotKeyOf = ({ ocpHost }: Pick<RecoveryDeps, 'ocpHost'>, { groupId }: Reconciliation): SlotKey => ({
  ocpHost,
  groupId,
});

export const findSlot = async (
  deps: Pick<RecoveryDeps, 'exportGroups' | 'ocpHost'>,
  reconciliation: Reconciliation,
): Promise<HeldSlot | undefined> => {
  const slot = await deps.exportGroups.getSlot(
    slotKeyOf(deps, reconciliation),
    reconciliation.reconciliationId,
  );
  return holdsJob(slot) ? slot : undefined;
};

export const freeSlotOf = (
  deps: WorkflowDeps,
  reconciliation: Reconciliation,
  slot: HeldSlot,
): Promise<void> => {
  const { tenantId, groupId } = reconciliation;
  const ref = {
    slotKey: slotKeyOf(deps, reconciliation),
    slotId: slot.slotId,
    exportId: slot.job.exportId,
    group: { tenantId, groupId },
  };
  return freeSlot(deps, ref, slot);
};
