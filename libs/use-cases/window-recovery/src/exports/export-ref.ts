import type { ExportConstraints } from '@recordings/call-record';
import type { ExportJob, ExportSlot, GroupKey, SlotKey } from '@recordings/reconciliation';
import type { RecoveredGroup } from '../recovered-group.ts';

/**
 * The slot of an OCP group that OCP allows one running job, for all tenants of the group. In other groups each window
 * has a slot, named after it.
 */
export const SINGLE_SLOT = 'single';

/** One export in its slot: our id of it, and the group of the tenant that it is for. */
export type HeldExport = {
  readonly slotKey: SlotKey;
  readonly slotId: string;
  readonly exportId: string;
  readonly group: GroupKey;
  readonly constraints: ExportConstraints;
};

/** An export whose tenant still has the group, so that OCP can be asked with its credentials. */
export type ExportRef = HeldExport & { readonly group: RecoveredGroup };

export const exportRefOf = (group: RecoveredGroup, slotId: string, exportId: string): ExportRef => ({
  slotKey: group.slotKey,
  slotId,
  exportId,
  group,
  constraints: group.registered.exportConstraints,
});

/** A slot with a job, as it was last read or written. */
export type HeldSlot = ExportSlot & { readonly job: ExportJob };

export const holdsJob = (slot: ExportSlot | undefined): slot is HeldSlot => slot?.job !== undefined;

export const holdsExport = (slot: ExportSlot | undefined, exportId: string): slot is HeldSlot =>
  slot?.job?.exportId === exportId;
