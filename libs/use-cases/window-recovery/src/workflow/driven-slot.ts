import type { GroupId } from '@recordings/call-record';
import type { Reconciliation } from '@recordings/reconciliation';
import { freeSlot } from '../exports/commands/free-slot.ts';
import { type HeldSlot, holdsJob } from '../exports/export-ref.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';

/** The slot of a window that an execution drives, if it holds a job. */
export const findDrivenSlot = async (
  deps: Pick<RecoveryDeps, 'exportGroups' | 'ocpHost'>,
  { groupId, reconciliationId }: Pick<Reconciliation, 'groupId' | 'reconciliationId'>,
): Promise<HeldSlot | undefined> => {
  const slot = await deps.exportGroups.getSlot({ ocpHost: deps.ocpHost, groupId }, reconciliationId);
  return holdsJob(slot) ? slot : undefined;
};

/**
 * Frees the slot of a window that an execution drove. Only a job that ended counts for the next ones of its tenant: one that was
 * left alone while it ran, or was never created, says nothing of OCP.
 */
export const freeDrivenSlot = async (deps: RecoveryDeps, groupId: GroupId, slot: HeldSlot): Promise<void> => {
  const { slotId, job } = slot;
  const slotKey = { ocpHost: deps.ocpHost, groupId };
  if (job.phase === 'failed' || job.phase === 'expired' || job.phase === 'exported') {
    const group = { tenantId: job.tenantId, groupId };
    return freeSlot(deps, { slotKey, slotId, exportId: job.exportId, group }, slot);
  }
  deps.note({ type: 'export_slot_freed', phase: job.phase });
  await deps.exportGroups.removeSlot(slotKey, slotId);
};
