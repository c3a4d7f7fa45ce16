import { epochMsOf } from '@recordings/call-record';
import { type ExportJob, nextExportJob } from '@recordings/reconciliation';
import { exportPolicyOf, type RecoveryDeps } from '../recovery-deps.ts';
import type { ExportRef } from './move-export-job.ts';

/** Somebody else delivers the job, or it has been ended: whoever is told so stops. */
export class DeliveryTakenOverError extends Error {}

/** Signs of life within the time after which a delivery counts as abandoned. */
const SIGNS_OF_LIFE = 3;

/**
 * Makes the function by which a delivery says that it goes on, however long a listing is: called as often as you like,
 * it writes only when a third of the time is over after which another worker would take over.
 *
 * @throws {DeliveryTakenOverError} from the function, if another one has.
 */
export const makeKeepDelivering = (
  deps: RecoveryDeps,
  { group, slotId, exportId }: ExportRef,
  job: Extract<ExportJob, { phase: 'exported' }>,
): (() => Promise<void>) => {
  const policy = exportPolicyOf(deps, group);
  let since = job.exportedAt;
  return async () => {
    const now = deps.now();
    if (epochMsOf(now) - epochMsOf(since) < policy.overdueAfterMs / SIGNS_OF_LIFE) return;
    const isOurs = await deps.exportGroups.changeSlot(group, slotId, (slot) => {
      if (slot?.job?.exportId !== exportId) return { result: false };
      const { job: next } = nextExportJob(slot.job, { type: 'still-delivering', since }, now, policy);
      return next === slot.job
        ? { result: false }
        : { next: { ...slot, job: next, revision: slot.revision + 1 }, result: true };
    });
    if (!isOurs) throw new DeliveryTakenOverError(`export ${exportId} is delivered by somebody else`);
    since = now;
  };
};
