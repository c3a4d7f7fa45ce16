import type { Timestamp } from '@recordings/call-record';
import { type ExportPlan, intendExport, nextExportJob } from '@recordings/reconciliation';
import { exportPolicyOf, type ReconciledGroup, type RecoveryDeps } from '../recovery-deps.ts';
import { type ExportRef, requestJob } from './move-export-job.ts';

/**
 * Takes a free slot for a plan and asks OCP for its job. The plan may come from an old read, so the windows are looked
 * at again once the slot is taken: what was served meanwhile is not exported again.
 */
export const startExport = async (
  deps: RecoveryDeps,
  group: ReconciledGroup,
  slotId: string,
  plan: ExportPlan,
  now: Timestamp,
): Promise<'freed' | 'held'> => {
  const intent = intendExport(deps.makeId(), plan, now);
  // Announced in the same write: for as long as its POST may take, nobody else moves it.
  const { job } = nextExportJob(intent, { type: 'nudged' }, now, exportPolicyOf(deps, group));
  const isTaken = await deps.exportGroups.changeSlot(group, slotId, (slot) =>
    slot?.job
      ? { result: false }
      : { next: { ...slot, slotId, job, revision: (slot?.revision ?? 0) + 1 }, result: true },
  );
  if (!isTaken) return 'held';
  const ref = { group, slotId, exportId: job.exportId };
  const { windows } = await deps.exportGroups.read(group);
  const waiting = new Set(windows.map(({ reconciliationId }) => reconciliationId));
  const isStale = !plan.reconciliationIds.every((id) => waiting.has(id));
  if (isStale && (await giveBack(deps, ref))) return 'freed';
  return job.phase === 'intended' ? requestJob(deps, ref, job) : 'held';
};

/** Empties the slot again, unless somebody has moved on with its job meanwhile. @returns whether it did. */
const giveBack = (deps: RecoveryDeps, { group, slotId, exportId }: ExportRef): Promise<boolean> =>
  deps.exportGroups.changeSlot(group, slotId, (slot) => {
    const job = slot?.job;
    const isUntouched = job?.exportId === exportId && job.phase === 'intended' && job.posts === 1;
    if (!isUntouched) return { result: false };
    const { job: _, ...empty } = slot!;
    return { next: { ...empty, revision: slot!.revision + 1 }, result: true };
  });
