import { nextMergeLimit } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { changeSlot } from '../change-slot.ts';
import { type ExportRef, type HeldSlot, holdsExport, SINGLE_SLOT } from '../export-ref.ts';

/** Empties the slot, if it still holds this export. */
export const freeSlot = async (
  deps: Pick<RecoveryDeps, 'exportGroups' | 'note'>,
  ref: ExportRef,
  known: HeldSlot,
): Promise<void> => {
  deps.note({ type: 'export_slot_freed', phase: known.job.phase });
  await changeSlot(
    deps,
    ref,
    (slot) => {
      if (!holdsExport(slot, ref.exportId)) return { result: undefined };
      const { job, ...empty } = slot;
      const mergeLimit = nextMergeLimit(slot.mergeLimit, job);
      return { next: { ...empty, mergeLimit, revision: slot.revision + 1 }, result: undefined };
    },
    { item: known },
  );
  // The slot of one window is not used again.
  if (ref.slotId !== SINGLE_SLOT) await deps.exportGroups.removeSlot(ref.group, ref.slotId);
};
