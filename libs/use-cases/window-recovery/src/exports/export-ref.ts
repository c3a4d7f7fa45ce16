import type { ExportJob, ExportSlot } from '@recordings/reconciliation';
import type { RecoveredGroup } from '../recovered-group.ts';

/** The slot of a group that OCP allows one running job. In other groups each window has a slot, named after it. */
export const SINGLE_SLOT = 'single';

/** One export of a group: the slot that holds it and our id of it. */
export type ExportRef = {
  readonly group: RecoveredGroup;
  readonly slotId: string;
  readonly exportId: string;
};

/** A slot with a job, as it was last read or written. */
export type HeldSlot = ExportSlot & { readonly job: ExportJob };

export const holdsJob = (slot: ExportSlot | undefined): slot is HeldSlot => slot?.job !== undefined;

export const holdsExport = (slot: ExportSlot | undefined, exportId: string): slot is HeldSlot =>
  slot?.job?.exportId === exportId;
