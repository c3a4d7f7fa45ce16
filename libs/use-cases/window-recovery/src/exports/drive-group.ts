import {
  type ExportGroup,
  type ExportSlot,
  planNextExport,
  type WaitingWindow,
} from '@recordings/reconciliation';
import type { RecoveredGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { untilMs } from '../until-ms.ts';
import { checkGroup } from './commands/check-group.ts';
import { type HeldSlot, holdsJob, SINGLE_SLOT } from './export-ref.ts';
import { moveExportJob } from './move-export-job.ts';
import { startExport } from './start-export.ts';

/**
 * Brings the exports of a group as far as they can go now: nudges the jobs in its slots, and starts a job for windows
 * that wait where a slot is free. It repeats while slots come free, because a free slot can serve the next windows.
 * Several workers may do it at once: of two writes of a slot, one wins.
 */
export const driveGroup = async (deps: RecoveryDeps, group: RecoveredGroup): Promise<void> => {
  let isAnyFreed = true;
  while (isAnyFreed) isAnyFreed = await driveOnce(deps, group);
};

/** @returns whether a slot came free. */
const driveOnce = async (deps: RecoveryDeps, group: RecoveredGroup): Promise<boolean> => {
  const read = await deps.exportGroups.read(group);
  const nudged = await nudgeJobs(deps, group, read.slots.filter(holdsJob));
  const isFreedByStart = await startJobs(deps, group, read);
  if (nudged.isAnyFreed || isFreedByStart) return true;
  if (nudged.failure) throw nudged.failure.reason;
  return false;
};

type Nudged = { readonly isAnyFreed: boolean; readonly failure?: PromiseRejectedResult };

/** Side by side, so that a job which cannot be moved now does not block the others. */
const nudgeJobs = async (
  deps: RecoveryDeps,
  group: RecoveredGroup,
  held: readonly HeldSlot[],
): Promise<Nudged> => {
  const results = await Promise.allSettled(
    held.map((slot) => {
      const ref = { group, slotId: slot.slotId, exportId: slot.job.exportId };
      return moveExportJob(deps, ref, { type: 'nudged' }, slot);
    }),
  );
  return {
    isAnyFreed: results.some((result) => result.status === 'fulfilled' && result.value),
    failure: results.find((result) => result.status === 'rejected'),
  };
};

/** @returns whether a slot was taken and came free again. */
const startJobs = async (
  deps: RecoveryDeps,
  group: RecoveredGroup,
  { slots, windows }: ExportGroup,
): Promise<boolean> => {
  if (group.registered.exportConstraints.runningJobsPerGroup !== 'unbounded') {
    return slots.some(holdsJob) ? false : startNext(deps, group, SINGLE_SLOT, windows, slots);
  }
  // Every window gets a slot, and so a job, of its own.
  const taken = new Set<string>(slots.filter(holdsJob).map(({ slotId }) => slotId));
  let isAnyFreed = false;
  for (const window of windows.filter(({ reconciliationId }) => !taken.has(reconciliationId))) {
    const isFreed = await startNext(deps, group, window.reconciliationId, [window], slots);
    isAnyFreed ||= isFreed;
  }
  return isAnyFreed;
};

const startNext = async (
  deps: RecoveryDeps,
  group: RecoveredGroup,
  slotId: string,
  windows: readonly WaitingWindow[],
  slots: readonly ExportSlot[],
): Promise<boolean> => {
  const { gatherMs } = deps;
  const now = deps.now();
  const item = slots.find((slot) => slot.slotId === slotId);
  const options = { gatherMs, mergeLimit: item?.mergeLimit };
  const next = planNextExport(windows, group.registered.exportConstraints, now, options);
  switch (next.kind) {
    case 'ready':
      return startExport(deps, group, slotId, next.plan, { item });
    case 'wait': {
      const waitMs = untilMs(next.until, now);
      // The watchdog ends longer waits: one message for each look at the group would only multiply.
      if (waitMs <= gatherMs) await checkGroup(deps, group, waitMs);
      return false;
    }
    case 'nothing':
      return false;
    default:
      return next satisfies never;
  }
};
