import type { SharedGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { closeReconciliations } from './commands/close-reconciliations.ts';
import { freeSlot } from './commands/free-slot.ts';
import type { HeldExport, HeldSlot } from './export-ref.ts';
import { writeNextJob } from './write-next-job.ts';

/**
 * Looks at a job whose tenant no longer has the group. OCP is not asked: a tenant's credentials are used for its own
 * calls only. The slot is given back once the job cannot run any more.
 *
 * @returns whether the slot came free.
 */
export const endOrphan = async (
  deps: RecoveryDeps,
  { slotKey, constraints }: SharedGroup,
  slot: HeldSlot,
): Promise<boolean> => {
  const { slotId, job } = slot;
  const { tenantId, exportId } = job;
  const group = { tenantId, groupId: slotKey.groupId };
  const held: HeldExport = { slotKey, slotId, exportId, group, constraints };
  const step = await writeNextJob(deps, held, { type: 'tenant-removed' }, slot);
  if (!step) return false;
  let isFreed = false;
  for (const command of step.commands) {
    if (command.type === 'close-reconciliations')
      await closeReconciliations(deps, slotKey, step.slot.job, command);
    if (command.type !== 'free-slot') continue;
    await freeSlot(deps, held, step.slot);
    isFreed = true;
  }
  deps.note({ type: 'export_job_orphaned', tenantId, group: group.groupId, exportId, isFreed });
  return isFreed;
};
