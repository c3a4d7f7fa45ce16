import { ReconciliationId } from '@recordings/call-record';
import type { HeldSlot } from '../exports/export-ref.ts';
import type { SharedGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { freeDrivenSlot } from './driven-slot.ts';

/**
 * Frees the slot of a job that an execution drives, once its window is closed. An open window is left to its execution.
 *
 * @returns false: no other window can use the slot.
 */
export const freeIfClosed = async (
  deps: RecoveryDeps,
  { slotKey }: SharedGroup,
  slot: HeldSlot,
): Promise<boolean> => {
  const window = await deps.reconciliations.get(ReconciliationId.parse(slot.slotId));
  if (!window || window.phase === 'closed') await freeDrivenSlot(deps, slotKey.groupId, slot);
  return false;
};
