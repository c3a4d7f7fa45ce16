import type { ReconciliationId } from '@recordings/call-record';
import {
  addCallMetadata,
  listFailureReports,
  listListedCalls,
  nextReconciliation,
  type Reconciliation,
  type ReconciliationEvent,
} from '@recordings/reconciliation';
import { askForCallback } from '../callbacks/ask-for-callback.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { changeReconciliation } from './change-reconciliation.ts';
import { noteClosed } from './note-closed.ts';
import { type ReleaseDeps, releaseCalls } from './release-calls.ts';
import { type CommandDeps, runReconciliationCommand } from './run-command.ts';

export type MoveReconciliationDeps = ReleaseDeps &
  CommandDeps &
  Pick<
    RecoveryDeps,
    'reconciliations' | 'reconciliationPolicy' | 'reportFailures' | 'findOcpMetadata' | 'sendCallback'
  >;

/**
 * Feeds an event to a reconciliation: computes the next state, writes it, executes its commands. Calls are released
 * before the closed state is written, all other commands are executed after the write. Each may be executed twice.
 *
 * @param known the reconciliation as it was just read; saves a read.
 * @returns the stored reconciliation, undefined if there is none.
 */
export const moveReconciliation = async (
  deps: MoveReconciliationDeps,
  id: ReconciliationId,
  event: ReconciliationEvent,
  known?: Reconciliation,
): Promise<Reconciliation | undefined> => {
  const moved = await changeReconciliation(deps, id, (current) => decide(deps, current, event), known);
  if (!moved) return undefined;
  const { reconciliation, commands, isWritten } = moved;
  if (isWritten && reconciliation.phase === 'closed') noteClosed(deps, reconciliation);
  for (const command of commands) await runReconciliationCommand(deps, reconciliation, command);
  return reconciliation;
};

/** A closed reconciliation is never changed, so a written one that is closed was closed now. */
const decide = async (
  deps: MoveReconciliationDeps,
  current: Reconciliation | undefined,
  event: ReconciliationEvent,
) => {
  if (!current) return { result: undefined };
  const now = deps.now();
  const step = nextReconciliation(current, event, now, deps.reconciliationPolicy);
  const { commands } = step;
  let { reconciliation } = step;
  if (commands.some(({ type }) => type === 'release-calls')) {
    reconciliation = await describeCalls(deps, reconciliation);
    await deps.reportFailures(listFailureReports(reconciliation));
    await releaseCalls(deps, reconciliation);
    await askForCallback(deps, reconciliation);
  }
  if (reconciliation === current) return { result: { reconciliation, commands, isWritten: false } };
  const next: Reconciliation = { ...reconciliation, revision: current.revision + 1, lastUpdated: now };
  return { next, result: { reconciliation: next, commands, isWritten: true } };
};

export const describeCalls = async (
  { findOcpMetadata }: Pick<RecoveryDeps, 'findOcpMetadata'>,
  closed: Reconciliation,
): Promise<Reconciliation> => {
  const callIds = listListedCalls(closed);
  return callIds.length === 0
    ? closed
    : addCallMetadata(closed, await findOcpMetadata(closed.tenantId, callIds));
};
