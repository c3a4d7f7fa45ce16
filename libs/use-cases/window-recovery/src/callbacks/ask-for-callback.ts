import { findOwnGroup } from '@recordings/call-record';
import { CALLBACK_TASK_VERSION, type Reconciliation } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';

/**
 * Sends a task that posts the result of a window, if its group has a URL for it. A sweep has no calls, and no result. The task is sent before the closed state is
 * written: a process that dies in between closes the window again, and sends the task again.
 */
export const askForCallback = async (
  { registry, sendCallback }: Pick<RecoveryDeps, 'registry' | 'sendCallback'>,
  reconciliation: Reconciliation,
): Promise<void> => {
  if (reconciliation.sweep || findOwnGroup(registry, reconciliation)?.callbackUrl === undefined) return;
  const { reconciliationId } = reconciliation;
  await sendCallback({ version: CALLBACK_TASK_VERSION, reconciliationId });
};
