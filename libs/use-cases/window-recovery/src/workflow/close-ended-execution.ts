import { hasExecution } from '@recordings/reconciliation';
import type { ExecutionEnded } from '@recordings/workflow';
import { moveReconciliation } from '../reconciliations/move-reconciliation.ts';
import { findDrivenSlot, freeDrivenSlot } from './driven-slot.ts';
import { endEventOf } from './end-window.ts';
import type { WorkflowDeps } from './task-answer.ts';

/** Closes the window of an execution that timed out, was stopped or failed before it wrote the end, and frees the slot of its job. */
export const closeEndedExecution = async (
  deps: WorkflowDeps,
  { reconciliationId, status }: ExecutionEnded,
): Promise<void> => {
  const current = await deps.reconciliations.get(reconciliationId);
  const driven = current && hasExecution(current) ? current : undefined;
  const slot = driven && (await findDrivenSlot(deps, driven));
  const isClosedNow = driven !== undefined && driven.phase !== 'closed';
  if (isClosedNow) {
    const reason = `the execution of Step Functions ended as ${status}`;
    const event = endEventOf(slot, { status: 'FAILED_UNEXPECTED_ERROR', reason });
    await moveReconciliation(deps, reconciliationId, event, driven);
  }
  if (slot) await freeDrivenSlot(deps, driven.groupId, slot);
  deps.note({ type: 'workflow_execution_ended', reconciliationId, status, isClosedNow });
};
