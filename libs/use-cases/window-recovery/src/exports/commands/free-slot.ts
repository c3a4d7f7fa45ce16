import { endTurn } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { changeSlot } from '../change-slot.ts';
import { type HeldExport, type HeldSlot, holdsExport, SINGLE_SLOT } from '../export-ref.ts';

/** Empties the slot, if it still holds this export. The tenant of the job was served last then. */
export const freeSlot = async (
  deps: Pick<RecoveryDeps, 'exportGroups' | 'note'>,
  ref: Pick<HeldExport, 'slotKey' | 'slotId' | 'exportId'>,
  known: HeldSlot,
): Promise<void> => {
  deps.note({ type: 'export_slot_freed', phase: known.job.phase });
  await changeSlot(
    deps,
    ref,
    (slot) =>
      holdsExport(slot, ref.exportId) ? { next: endTurn(slot), result: undefined } : { result: undefined },
    { item: known },
  );
  // The slot of one window is not used again.
  if (ref.slotId !== SINGLE_SLOT) await deps.exportGroups.removeSlot(ref.slotKey, ref.slotId);
};
