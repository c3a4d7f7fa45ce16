import { type ReconciliationId, shifted, type Timestamp } from '@recordings/call-record';
import { driveGroup } from './exports/drive-group.ts';
import { findReconciledGroup, type ReconciledGroup, type RecoveryDeps } from './recovery-deps.ts';
import type { AboutWatched } from './recovery-event.ts';
import { moveEach } from './reconciliations/move-each.ts';
import { moveReconciliation } from './reconciliations/move-reconciliation.ts';

/** Reconciliations looked at in one round; the rest comes in the next. */
const ROUND = 200;

/**
 * Makes one round of looking after reconciliations that have been quiet for longer than their messages explain: closes
 * those past their deadline, renews those whose window still waits, and drives their groups, which sends lost polls
 * again and takes over what a dead worker left. Any number of workers may do it; every step is one conditional write.
 */
export const makeWatch = (deps: RecoveryDeps): (() => Promise<void>) => {
  let rounds = 0;
  return async () => {
    const groups = await groupsOfQuiet(deps);
    // A slot may be held for reconciliations that are all closed: each group has its turn, quiet or not.
    const { name, tenant } = deps.registry.groups[rounds % deps.registry.groups.length]!;
    groups.set(name, findReconciledGroup(deps.registry, { tenantId: tenant, groupId: name })!);
    rounds += 1;
    for (const group of groups.values()) {
      const { tenantId, groupId } = group;
      await inIsolation(deps, { tenantId, groupId }, () => lookAfterGroup(deps, group));
    }
  };
};

/** Nudges every quiet reconciliation. @returns the groups of those that are open still, by name. */
const groupsOfQuiet = async (deps: RecoveryDeps): Promise<Map<string, ReconciledGroup>> => {
  const before = shifted(deps.now(), -deps.exportPolicy.overdueAfterMs);
  const groups = new Map<string, ReconciledGroup>();
  for (const id of await deps.reconciliations.quietSince(before, ROUND)) {
    await inIsolation(deps, { reconciliationId: id }, async () => {
      const reconciliation = await moveReconciliation(deps, id, { type: 'nudged' });
      const isOpen = reconciliation !== undefined && reconciliation.phase !== 'closed';
      if (isOpen) await noteLook(deps, id, before);
      const group = isOpen ? findReconciledGroup(deps.registry, reconciliation) : undefined;
      if (group) groups.set(group.groupId, group);
    });
  }
  return groups;
};

/** Who was looked at goes to the end of the line: however many only wait for their downloads, they hide no other. */
const noteLook = (deps: RecoveryDeps, id: ReconciliationId, before: Timestamp): Promise<void> =>
  deps.reconciliations.change(id, (current) =>
    current && current.phase !== 'closed' && current.lastUpdated < before
      ? { next: { ...current, lastUpdated: deps.now(), revision: current.revision + 1 }, result: undefined }
      : { result: undefined },
  );

const lookAfterGroup = async (deps: RecoveryDeps, group: ReconciledGroup): Promise<void> => {
  const { windows } = await deps.exportGroups.read(group);
  const ids = windows.map(({ reconciliationId }) => reconciliationId);
  // A lease that cannot be renewed now does not keep the group's exports waiting.
  await inIsolation(deps, { groupId: group.groupId }, async () => {
    await moveEach(deps, group, ids, { type: 'still-waiting' });
  });
  await driveGroup(deps, group);
};

/** One that cannot be helped now must not keep the others from being looked after. */
const inIsolation = async (
  deps: RecoveryDeps,
  about: AboutWatched,
  look: () => Promise<void>,
): Promise<void> => {
  try {
    await look();
  } catch (error) {
    deps.note({ type: 'watchdog_failed', ...about, err: error });
  }
};
