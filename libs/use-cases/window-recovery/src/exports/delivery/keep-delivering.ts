import { epochMsOf } from '@recordings/call-record';
import { type ExportedJob, nextExportJob } from '@recordings/reconciliation';
import { exportPolicyOf } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { changeSlot } from '../change-slot.ts';
import { type ExportRef, holdsExport } from '../export-ref.ts';

/** Another worker delivers the job, or the job has ended. This delivery must stop. */
export class DeliveryTakenOverError extends Error {}

/** Shows that the delivery goes on. @throws {DeliveryTakenOverError} if it must stop. */
export type KeepDelivering = () => Promise<void>;

/** Writes in the time after which a silent delivery counts as abandoned. */
const SIGNS_OF_LIFE = 3;

/**
 * Makes the function by which a delivery shows that it goes on, however long the listing is. It may be called as often
 * as you like: it writes when a third of the time has passed after which another worker would take over.
 */
export const makeKeepDelivering = (
  deps: Pick<RecoveryDeps, 'exportGroups' | 'exportPolicy' | 'now'>,
  ref: ExportRef,
  job: ExportedJob,
): KeepDelivering => {
  const policy = exportPolicyOf(deps, ref.constraints);
  let since = job.exportedAt;
  return async () => {
    const now = deps.now();
    if (epochMsOf(now) - epochMsOf(since) < policy.overdueAfterMs / SIGNS_OF_LIFE) return;
    const isOurs = await changeSlot(deps, ref, (slot) => {
      if (!holdsExport(slot, ref.exportId)) return { result: false };
      const { job: next } = nextExportJob(slot.job, { type: 'still-delivering', since }, now, policy);
      return next === slot.job
        ? { result: false }
        : { next: { ...slot, job: next, revision: slot.revision + 1 }, result: true };
    });
    if (!isOurs) throw new DeliveryTakenOverError(`export ${ref.exportId} is delivered by another worker`);
    since = now;
  };
};
