import type { ExecutionEnded } from '@recordings/workflow';
import { moveReconciliation } from '../reconciliations/move-reconciliation.ts';
import { endEventOf, findSlot, freeSlotOf } from './end-window.ts';
import type { WorkflowDeps } from './task-answer.ts';

/** Closes the window of an execution that timed out, was stopped or failed before it wrote the end. */
export const closeEndedExecution = async (
  deps: WorkflowDeps,
  { reconciliationId, status }: ExecutionEnded,
): Promise<void> => {
  const current = await deps.reconciliations.get(reconciliationId);
  const isClosedNow = current !== undefined && current.phase !== 'closed';
  if (isClosedNow) {
    const slot = await findSlot(deps, current);
    const reason = `the execution of Step Functions ended as ${status}`;
    const event = endEventOf(current, slot, { status: 'FAILED_UNEXPECTED_ERROR', reason });
    await moveReconciliation(deps, reconciliationId, event, current);
    if (slot) await freeSlotOf(deps, current, slot);
  }
  deps.note({ type: 'workflow_execution_ended', reconciliationId, status, isClosedNow });
};
