import { EXPORT_CHECK_VERSION, planNextExport, type WaitingWindow } from '@recordings/reconciliation';
import { untilMs } from '../reconciliations/move-reconciliation.ts';
import type { ReconciledGroup, RecoveryDeps } from '../recovery-deps.ts';
import { moveExportJob, SINGLE_SLOT } from './move-export-job.ts';
import { startExport } from './start-export.ts';

/**
 * Brings a group's exports forward as far as they go now: nudges the jobs in its slots, and plans a job for the
 * windows that wait where a slot is free. Decided from a strong read; several workers may do it at once, one write wins.
 */
export const driveGroup = async (deps: RecoveryDeps, group: ReconciledGroup): Promise<void> => {
  for (;;) {
    const { slots, windows } = await deps.exportGroups.read(group);
    const held = slots.filter(({ job }) => job !== undefined);
    // Side by side: a slot whose job cannot be helped now does not keep the others waiting.
    const outcomes = await Promise.allSettled(
      held.map(({ slotId, job }) =>
        moveExportJob(deps, { group, slotId, exportId: job!.exportId }, { type: 'nudged' }),
      ),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    const isFreed = outcomes.some((outcome) => outcome.status === 'fulfilled' && outcome.value === 'freed');
    const mergeLimit = slots.find(({ slotId }) => slotId === SINGLE_SLOT)?.mergeLimit;
    const isUnbounded = group.registered.exportConstraints.runningJobsPerGroup === 'unbounded';
    const started = isUnbounded
      ? await startEach(deps, group, unassigned(windows, held))
      : held.length === 0 && (await start(deps, group, SINGLE_SLOT, windows, mergeLimit));
    // A slot that came free, or a job that ended at once, lets the next windows in.
    if (isFreed || started === 'freed') continue;
    if (failed) throw failed.reason;
    return;
  }
};

const unassigned = (
  windows: readonly WaitingWindow[],
  held: readonly { readonly slotId: string }[],
): WaitingWindow[] => {
  const taken = new Set(held.map(({ slotId }) => slotId));
  return windows.filter(({ reconciliationId }) => !taken.has(reconciliationId));
};

/** Every window gets a slot, and so a job, of its own. */
const startEach = async (
  deps: RecoveryDeps,
  group: ReconciledGroup,
  windows: readonly WaitingWindow[],
): Promise<'freed' | 'held'> => {
  let outcome: 'freed' | 'held' = 'held';
  for (const window of windows) {
    if ((await start(deps, group, window.reconciliationId, [window])) === 'freed') outcome = 'freed';
  }
  return outcome;
};

const start = async (
  deps: RecoveryDeps,
  group: ReconciledGroup,
  slotId: string,
  windows: readonly WaitingWindow[],
  mergeLimit?: number,
): Promise<'freed' | 'held'> => {
  const now = deps.now();
  const next = planNextExport(windows, group.registered.exportConstraints, now, {
    gatherMs: deps.gatherMs,
    mergeLimit,
  });
  if (next.kind === 'nothing') return 'held';
  if (next.kind === 'wait') {
    const waitMs = untilMs(next.until, now);
    const { tenantId, groupId } = group;
    const check = { version: EXPORT_CHECK_VERSION, kind: 'group', tenantId, groupId } as const;
    // Longer waits are the watchdog's: a message for each look would only multiply.
    if (waitMs <= deps.gatherMs) await deps.sendCheck(check, waitMs);
    return 'held';
  }
  return startExport(deps, group, slotId, next.plan, now);
};
