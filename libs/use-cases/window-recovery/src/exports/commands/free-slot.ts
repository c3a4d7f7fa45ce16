import { type EndContext, type ExportSlot, endTurn } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { changeSlot } from '../change-slot.ts';
import { type HeldExport, type HeldSlot, holdsExport, SINGLE_SLOT } from '../export-ref.ts';
import { endContextOf, shareHold } from '../hold-back.ts';

type FreeSlotDeps = Pick<
  RecoveryDeps,
  'exportGroups' | 'registry' | 'credentialsMark' | 'retryRule' | 'now' | 'note'
>;

type Freed = Pick<HeldExport, 'slotKey' | 'slotId' | 'exportId' | 'group'>;

/**
 * Empties the slot, if it still holds this export. The tenant of the job was served last then, and is held back if its
 * jobs fail.
 */
export const freeSlot = async (deps: FreeSlotDeps, ref: Freed, known: HeldSlot): Promise<void> => {
  deps.note({ type: 'export_slot_freed', phase: known.job.phase });
  const context = endContextOf(deps, ref);
  const freed = await changeSlot<ExportSlot | undefined>(
    deps,
    ref,
    (slot) => {
      if (!holdsExport(slot, ref.exportId)) return { result: undefined };
      const next = endTurn(slot, context);
      return { next, result: next };
    },
    { item: known },
  );
  if (ref.slotId === SINGLE_SLOT) return noteHold(deps, ref, freed, context);
  // One worker frees it, and so counts the end of the job.
  if (freed) noteHold(deps, ref, await shareHold(deps, ref, known.job, context), context);
  // The slot of one window is not used again.
  await deps.exportGroups.removeSlot(ref.slotKey, ref.slotId);
};

const noteHold = (
  { note }: Pick<RecoveryDeps, 'note'>,
  { group: { tenantId, groupId } }: Freed,
  slot: ExportSlot | undefined,
  { now }: EndContext,
): void => {
  const { failures, heldUntil, refusedCredentials } = slot?.shares?.[tenantId] ?? {};
  if (failures === undefined || heldUntil === undefined || heldUntil <= now) return;
  const why = refusedCredentials === undefined ? 'jobs failed' : 'credentials refused';
  note({ type: 'exports_held_back', tenantId, group: groupId, failures, heldUntil, why });
};
