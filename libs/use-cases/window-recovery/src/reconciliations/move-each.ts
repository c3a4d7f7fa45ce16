import type { ReconciliationId } from '@recordings/call-record';
import { codeOf, faultOf } from '@recordings/fault';
import type { Reconciliation, ReconciliationEvent } from '@recordings/reconciliation';
import type { ReconciledGroup, RecoveryDeps } from '../recovery-deps.ts';
import { moveReconciliation } from './move-reconciliation.ts';

export type MoveOptions = {
  /** Called before each: throws if somebody else goes on with this. */
  readonly before?: () => Promise<void>;
};

/**
 * Feeds one event to several reconciliations of a group, each for itself: one that cannot be moved keeps no other from
 * it. One that is gone, or whose item can never be read or written, waits for no export any more: its window is
 * forgotten, so that its lease ends and its calls are free.
 *
 * @returns those that were moved, as they stand.
 * @throws the first error that passes by itself, after all have had their turn.
 */
export const moveEach = async (
  deps: RecoveryDeps,
  group: ReconciledGroup,
  ids: readonly ReconciliationId[],
  event: ReconciliationEvent,
  { before }: MoveOptions = {},
): Promise<Reconciliation[]> => {
  const moved: Reconciliation[] = [];
  const passing: unknown[] = [];
  for (const id of ids) {
    await before?.();
    try {
      const reconciliation = await moveReconciliation(deps, id, event);
      if (reconciliation) moved.push(reconciliation);
      else await deps.exportGroups.removeWindow(group, id);
    } catch (error) {
      if (faultOf(error) === 'permanent') await forget(deps, group, id, event, error);
      else passing.push(error);
    }
  }
  if (passing.length > 0) throw passing[0];
  return moved;
};

const forget = async (
  { exportGroups, note }: Pick<RecoveryDeps, 'exportGroups' | 'note'>,
  group: ReconciledGroup,
  id: ReconciliationId,
  { type: during }: ReconciliationEvent,
  error: unknown,
): Promise<void> => {
  const { groupId } = group;
  note({
    type: 'reconciliation_stuck',
    reconciliationId: id,
    groupId,
    during,
    err: error,
    code: codeOf(error),
  });
  await exportGroups.removeWindow(group, id);
};
