import type { GroupId } from '@recordings/call-record';
import { codeOf } from '@recordings/fault';
import {
  type ExportGroup,
  type ExportSlot,
  planNextTurn,
  type WaitingWindow,
} from '@recordings/reconciliation';
import { findSharedGroup, type SharedGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { untilMs } from '../until-ms.ts';
import { freeIfClosed } from '../workflow/free-if-closed.ts';
import { checkGroup } from './commands/check-group.ts';
import { endOrphan } from './end-orphan.ts';
import { exportRefOf, type HeldSlot, holdsJob, SINGLE_SLOT } from './export-ref.ts';
import { listFreeWindows } from './hold-back.ts';
import { moveExportJob } from './move-export-job.ts';
import { startExport } from './start-export.ts';

/**
 * Brings the exports of an OCP group as far as they can go now, for all tenants that have the group: nudges the jobs in
 * its slots, and starts a job for windows that wait where a slot is free. It repeats while slots come free, because a
 * free slot can serve the next windows. Several workers may do it at once: of two writes of a slot, one wins.
 */
export const driveGroup = async (deps: RecoveryDeps, groupId: GroupId): Promise<void> => {
  const group = findSharedGroup(deps, groupId);
  let isAnyFreed = group !== undefined;
  while (group && isAnyFreed) isAnyFreed = await driveOnce(deps, group);
};

/** @returns whether a slot came free. */
const driveOnce = async (deps: RecoveryDeps, group: SharedGroup): Promise<boolean> => {
  const read = await deps.exportGroups.read(group.slotKey);
  for (const { kind, id, error } of read.unreadable) {
    const about = { group: group.slotKey.groupId, kind, id };
    deps.note({ type: 'export_item_unreadable', ...about, err: error, code: codeOf(error) });
  }
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
  group: SharedGroup,
  held: readonly HeldSlot[],
): Promise<Nudged> => {
  const results = await Promise.allSettled(held.map((slot) => nudgeJob(deps, group, slot)));
  return {
    isAnyFreed: results.some((result) => result.status === 'fulfilled' && result.value),
    failure: results.find((result) => result.status === 'rejected'),
  };
};

const nudgeJob = (deps: RecoveryDeps, group: SharedGroup, slot: HeldSlot): Promise<boolean> => {
  const { slotId, job } = slot;
  if (job.orchestrator) return freeIfClosed(deps, group, slot);
  const owner = group.tenants.get(job.tenantId);
  return owner
    ? moveExportJob(deps, exportRefOf(owner, slotId, job.exportId), { type: 'nudged' }, slot)
    : endOrphan(deps, group, slot);
};

/** @returns whether a slot was taken and came free again. */
const startJobs = async (
  deps: RecoveryDeps,
  group: SharedGroup,
  { slots, windows, unreadable }: ExportGroup,
): Promise<boolean> => {
  const known = windows.filter(({ tenantId }) => group.tenants.has(tenantId));
  // A slot that cannot be read may hold a job.
  const unknown = unreadable.filter(({ kind }) => kind === 'slot').map(({ id }) => id);
  const taken = new Set<string>([...slots.filter(holdsJob).map(({ slotId }) => slotId), ...unknown]);
  if (group.constraints.runningJobsPerGroup !== 'unbounded') {
    const free = listFreeWindows(deps, group, slots, known);
    return taken.size > 0 ? false : startNext(deps, group, SINGLE_SLOT, free, slots);
  }
  // Every window gets a slot, and so a job, of its own.
  const waiting = known.filter(({ reconciliationId }) => !taken.has(reconciliationId));
  let isAnyFreed = false;
  for (const window of listFreeWindows(deps, group, slots, waiting)) {
    const isFreed = await startNext(deps, group, window.reconciliationId, [window], slots);
    isAnyFreed ||= isFreed;
  }
  return isAnyFreed;
};

const startNext = async (
  deps: RecoveryDeps,
  { tenants, constraints }: SharedGroup,
  slotId: string,
  windows: readonly WaitingWindow[],
  slots: readonly ExportSlot[],
): Promise<boolean> => {
  const { gatherMs } = deps;
  const now = deps.now();
  const item = slots.find((slot) => slot.slotId === slotId);
  const next = planNextTurn(windows, item ?? {}, constraints, now, gatherMs);
  switch (next.kind) {
    case 'ready':
      return startExport(deps, tenants.get(next.plan.tenantId)!, slotId, next.plan, { item });
    case 'wait': {
      const waitMs = untilMs(next.until, now);
      // The watchdog ends longer waits: one message for each look at the group would only multiply.
      if (waitMs <= gatherMs) await checkGroup(deps, tenants.get(windows[0]!.tenantId)!, waitMs);
      return false;
    }
    case 'nothing':
      return false;
    default:
      return next satisfies never;
  }
};
