import { ReconciliationId } from '@recordings/call-record';
import { freeSlot } from '../exports/commands/free-slot.ts';
import type { HeldSlot } from '../exports/export-ref.ts';
import type { SharedGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';

/**
 * Frees the slot of a job that an execution drives, once its window is closed: the worker that closed it may have died before it
 * freed the slot. An open window is left to its execution.
 *
 * @returns false: no other window can use the slot.
 */
export const freeIfClosed = async (
  deps: RecoveryDeps,
  { slotKey }: SharedGroup,
  slot: HeldSlot,
): Promise<boolean> => {
  const { slotId, job } = slot;
  const window = await deps.reconciliations.get(ReconciliationId.parse(slotId));
  if (window && window.phase !== 'closed') return false;
  const group = { tenantId: job.tenantId, groupId: slotKey.groupId };
  await freeSlot(deps, { slotKey, slotId, exportId: job.exportId, group }, slot);
  return false;
};
