import { type CallId, recordExportJob } from '@recordings/call-record';
import {
  type DownloadingReconciliation,
  makeDownloadTasks,
  makeWaitingWindow,
  type Reconciliation,
  type ReconciliationCommand,
} from '@recordings/reconciliation';
import { makeChangeContext } from '../change-context.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { skipIfStuck } from '../skip-if-stuck.ts';

export type CommandDeps = Pick<
  RecoveryDeps,
  'calls' | 'exportGroups' | 'sendDownloads' | 'registry' | 'shardCount' | 'now' | 'note'
>;

/** Executes one command of a reconciliation. A command that does not fit its phase does nothing. */
export const runReconciliationCommand = async (
  deps: CommandDeps,
  reconciliation: Reconciliation,
  command: ReconciliationCommand,
): Promise<void> => {
  switch (command.type) {
    case 'enqueue-window':
      if (reconciliation.phase !== 'waiting') return;
      await deps.exportGroups.addWindow(reconciliation, makeWaitingWindow(reconciliation));
      return;
    case 'send-downloads':
      if (reconciliation.phase !== 'downloading') return;
      await recordExport(deps, reconciliation, command.callIds);
      await deps.sendDownloads(makeDownloadTasks(reconciliation, command.callIds));
      return;
    case 'forget-window':
      await deps.exportGroups.removeWindow(reconciliation, reconciliation.reconciliationId);
      return;
    case 'release-calls':
      return; // Done before the closed state was written.
    default:
      return command satisfies never;
  }
};

/** The history of each call names the job that listed its recording. */
const recordExport = async (
  deps: CommandDeps,
  { reconciliationId, tenantId, groupId, exportJobId }: DownloadingReconciliation,
  callIds: readonly CallId[],
): Promise<void> => {
  const context = makeChangeContext(deps, deps.registry.findGroup(groupId));
  await Promise.all(
    callIds.map((callId) =>
      skipIfStuck(deps, { tenantId, callId, reconciliationId }, () =>
        deps.calls.change({ tenantId, callId }, recordExportJob(reconciliationId, exportJobId, context)),
      ),
    ),
  );
};
