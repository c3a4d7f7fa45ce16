import { type GroupId, shifted, type Timestamp } from '@recordings/call-record';
import type { Reconciliation } from '@recordings/reconciliation';
import { driveGroup } from './exports/drive-group.ts';
import { changeReconciliation } from './reconciliations/change-reconciliation.ts';
import { moveEach } from './reconciliations/move-each.ts';
import { moveReconciliation } from './reconciliations/move-reconciliation.ts';
import { findOwnGroup, findSharedGroup } from './recovered-group.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import type { AboutWatched } from './recovery-event.ts';

/** Reconciliations of one round. The rest is for the next round. */
const ROUND = 200;

/**
 * Makes the watchdog; each call is one round. It closes quiet reconciliations whose deadline has passed, renews the
 * leases of windows that still wait, and drives their groups, so that lost polls are sent again and the work of dead
 * workers is taken over. Any number of workers may do it: every step is one conditional write.
 */
export const makeWatch = (deps: RecoveryDeps): (() => Promise<void>) => {
  let rounds = 0;
  return async () => {
    const groupIds = await findQuietGroups(deps);
    const groupInTurn = takeTurn(deps, rounds);
    rounds += 1;
    if (groupInTurn) groupIds.add(groupInTurn);
    for (const groupId of groupIds) await isolate(deps, { groupId }, () => watchGroup(deps, groupId));
  };
};

/** A slot may be held for reconciliations that are all closed, so each OCP group has its turn, quiet or not. */
const takeTurn = ({ registry }: Pick<RecoveryDeps, 'registry'>, rounds: number): GroupId | undefined => {
  const groupIds = [...new Set(registry.groups.map(({ name }) => name))];
  return groupIds[rounds % groupIds.length];
};

/** Nudges every quiet reconciliation. @returns the OCP groups of those that are still open. */
const findQuietGroups = async (deps: RecoveryDeps): Promise<Set<GroupId>> => {
  const before = shifted(deps.now(), -deps.exportPolicy.overdueAfterMs);
  const groupIds = new Set<GroupId>();
  for (const reconciliationId of await deps.reconciliations.quietSince(before, ROUND)) {
    await isolate(deps, { reconciliationId }, async () => {
      const nudged = await moveReconciliation(deps, reconciliationId, { type: 'nudged' });
      if (nudged === undefined || nudged.phase === 'closed') return;
      await moveToEndOfLine(deps, nudged, before);
      if (findOwnGroup(deps.registry, nudged)) groupIds.add(nudged.groupId);
    });
  }
  return groupIds;
};

/** The oldest come first in a round. Without this, many that wait for their downloads would hide all others. */
const moveToEndOfLine = (deps: RecoveryDeps, known: Reconciliation, before: Timestamp): Promise<void> =>
  changeReconciliation(
    deps,
    known.reconciliationId,
    (current) =>
      current && current.phase !== 'closed' && current.lastUpdated < before
        ? { next: { ...current, lastUpdated: deps.now(), revision: current.revision + 1 }, result: undefined }
        : { result: undefined },
    known,
  );

const watchGroup = async (deps: RecoveryDeps, groupId: GroupId): Promise<void> => {
  const group = findSharedGroup(deps, groupId);
  if (!group) return;
  const { windows } = await deps.exportGroups.read(group.slotKey);
  // The leases of a tenant that no longer has the group run out, so that its windows are closed.
  const ids = windows
    .filter(({ tenantId }) => group.tenants.has(tenantId))
    .map(({ reconciliationId }) => reconciliationId);
  // A lease that cannot be renewed does not block the exports of the group.
  await isolate(deps, { groupId }, async () => {
    await moveEach(deps, group.slotKey, ids, { type: 'still-waiting' });
  });
  await driveGroup(deps, groupId);
};

/** A step that fails does not block the steps for other reconciliations and groups. */
const isolate = async (
  { note }: Pick<RecoveryDeps, 'note'>,
  about: AboutWatched,
  step: () => Promise<void>,
): Promise<void> => {
  try {
    await step();
  } catch (error) {
    note({ type: 'watchdog_failed', ...about, err: error });
  }
};
