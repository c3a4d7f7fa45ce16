import type { ReconciliationId } from '@recordings/call-record';
import { codeOf, faultOf } from '@recordings/fault';
import type { Reconciliation, ReconciliationEvent, SlotKey } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { type MoveReconciliationDeps, moveReconciliation } from './move-reconciliation.ts';

export type MoveDeps = MoveReconciliationDeps;

export type MoveOptions = {
  /** Called before each. If it throws, the rest is not moved. */
  readonly before?: () => Promise<void>;
};

/**
 * Feeds one event to several reconciliations of a group. One that cannot be moved does not block the others. The window
 * of one that is missing, or that can never be read or written, is removed: its lease ends, and its calls are free.
 *
 * @returns those that exist, after the event.
 * @throws the first transient error, after all have had their turn.
 */
export const moveEach = async (
  deps: MoveDeps,
  group: SlotKey,
  ids: readonly ReconciliationId[],
  event: ReconciliationEvent,
  { before }: MoveOptions = {},
): Promise<Reconciliation[]> => {
  const moved: Reconciliation[] = [];
  const transient: unknown[] = [];
  for (const id of ids) {
    await before?.();
    try {
      const reconciliation = await moveReconciliation(deps, id, event);
      if (reconciliation) moved.push(reconciliation);
      else await deps.exportGroups.removeWindow(group, id);
    } catch (error) {
      if (faultOf(error) === 'permanent') await dropStuck(deps, group, id, event, error);
      else transient.push(error);
    }
  }
  if (transient.length > 0) throw transient[0];
  return moved;
};

const dropStuck = async (
  { exportGroups, note }: Pick<RecoveryDeps, 'exportGroups' | 'note'>,
  group: SlotKey,
  reconciliationId: ReconciliationId,
  { type: during }: ReconciliationEvent,
  err: unknown,
): Promise<void> => {
  const { groupId } = group;
  note({ type: 'reconciliation_stuck', reconciliationId, groupId, during, err, code: codeOf(err) });
  await exportGroups.removeWindow(group, reconciliationId);
};
