import { type GroupId, type ReconciliationId, shifted, type Timestamp } from '@recordings/call-record';
import { driveGroup } from './exports/drive-group.ts';
import { moveEach } from './reconciliations/move-each.ts';
import { moveReconciliation } from './reconciliations/move-reconciliation.ts';
import { findSharedGroup } from './recovered-group.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import type { AboutWatched } from './recovery-event.ts';
import { answerDownloads } from './workflow/answer-downloads.ts';

/** Reconciliations of one round. The rest is for the next rounds. */
const ROUND = 1_000;

type Quiet = Awaited<ReturnType<RecoveryDeps['reconciliations']['quietSince']>>[number];

/**
 * Makes the watchdog; each call is one round. It closes quiet reconciliations whose deadline has passed, renews the
 * leases of windows that still wait, and drives their groups, so that lost polls are sent again and the work of dead
 * workers is taken over. Of several workers, one looks at a group in a round. It does no harm if several do: every step
 * is one conditional write.
 */
export const makeWatch = (deps: RecoveryDeps): (() => Promise<void>) => {
  const readQuiet = makeReadQuiet(deps);
  let rounds = 0;
  return async () => {
    const byGroup = Map.groupBy(await readQuiet(), ({ groupId }) => groupId);
    const groupInTurn = takeTurn(deps, rounds);
    rounds += 1;
    if (groupInTurn && !byGroup.has(groupInTurn)) byGroup.set(groupInTurn, []);
    for (const [groupId, quiet] of byGroup)
      await isolate(deps, { groupId }, () => watchGroup(deps, groupId, quiet));
  };
};

/** Makes the reader of quiet reconciliations. Each round goes on where the last one ended, so none hides the others. */
const makeReadQuiet = (deps: RecoveryDeps): (() => Promise<readonly Quiet[]>) => {
  let after: Timestamp | undefined;
  return async () => {
    const before = shifted(deps.now(), -deps.exportPolicy.overdueAfterMs);
    // A clock that was set back begins again.
    if (after !== undefined && after >= before) after = undefined;
    const quiet = await deps.reconciliations.quietSince(before, ROUND, after);
    after = quiet.length < ROUND ? undefined : startOfNext(quiet);
    return quiet;
  };
};

/**
 * Where the next round goes on. Others may have the time of the last one, so that time is read again, unless all of the
 * round have it.
 */
const startOfNext = (quiet: readonly Quiet[]): Timestamp => {
  const last = quiet.at(-1)!.lastUpdated;
  return quiet.findLast(({ lastUpdated }) => lastUpdated < last)?.lastUpdated ?? last;
};

/** A slot may be held for reconciliations that are all closed, so each OCP group has its turn, quiet or not. */
const takeTurn = ({ registry }: Pick<RecoveryDeps, 'registry'>, rounds: number): GroupId | undefined => {
  const groupIds = [...new Set(registry.groups.map(({ name }) => name))];
  return groupIds[rounds % groupIds.length];
};

const watchGroup = async (deps: RecoveryDeps, groupId: GroupId, quiet: readonly Quiet[]): Promise<void> => {
  if (!(await deps.claimWatch(groupId))) return;
  for (const { reconciliationId } of quiet) {
    await isolate(deps, { reconciliationId }, async () => {
      const moved = await moveReconciliation(deps, reconciliationId, { type: 'nudged' });
      if (moved) await answerDownloads(deps, moved);
    });
  }
  await isolate(deps, { groupId }, () => renewLeases(deps, groupId));
  await driveGroup(deps, groupId);
};

/**
 * Renews the leases of the windows that wait. Those of a tenant that no longer has the group run out, and its windows are
 * closed and removed. A lease that cannot be renewed does not block the exports of the group.
 */
const renewLeases = async (deps: RecoveryDeps, groupId: GroupId): Promise<void> => {
  const group = findSharedGroup(deps, groupId);
  if (!group) return;
  const { windows } = await deps.exportGroups.read(group.slotKey);
  const idsOf = (isOwned: boolean): ReconciliationId[] =>
    windows
      .filter(({ tenantId }) => group.tenants.has(tenantId) === isOwned)
      .map(({ reconciliationId }) => reconciliationId);
  await moveEach(deps, group.slotKey, idsOf(true), { type: 'still-waiting' });
  await moveEach(deps, group.slotKey, idsOf(false), { type: 'nudged' });
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
