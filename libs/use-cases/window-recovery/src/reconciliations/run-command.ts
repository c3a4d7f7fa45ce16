import { findOwnGroup, type RegistryGroup, recordListed, shifted } from '@recordings/call-record';
import {
  type DownloadingReconciliation,
  makeDownloadTasks,
  makeWaitingWindow,
  type Reconciliation,
  type ReconciliationCommand,
  type WaitingReconciliation,
} from '@recordings/reconciliation';
import { executionInputOf } from '@recordings/workflow';
import { makeChangeContext } from '../change-context.ts';
import { noteReopened } from '../note-reopened.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { skipIfStuck } from '../skip-if-stuck.ts';
import { WorkflowMissingError } from '../workflow/errors.ts';

export type CommandDeps = Pick<
  RecoveryDeps,
  | 'calls'
  | 'exportGroups'
  | 'locate'
  | 'ocpHost'
  | 'sendDownloads'
  | 'registry'
  | 'workflow'
  | 'exportPolicy'
  | 'shardCount'
  | 'now'
  | 'note'
>;

type SendDownloads = Extract<ReconciliationCommand, { type: 'send-downloads' }>;

/** Executes one command of a reconciliation. A command that does not fit its phase does nothing. */
export const runReconciliationCommand = async (
  deps: CommandDeps,
  reconciliation: Reconciliation,
  command: ReconciliationCommand,
): Promise<void> => {
  const slotKey = { ocpHost: deps.ocpHost, groupId: reconciliation.groupId };
  switch (command.type) {
    case 'enqueue-window':
      if (reconciliation.phase !== 'waiting') return;
      await deps.exportGroups.addWindow(slotKey, makeWaitingWindow(reconciliation));
      return;
    case 'start-execution':
      if (reconciliation.phase !== 'waiting') return;
      await startExecution(deps, reconciliation);
      return;
    case 'send-downloads':
      if (reconciliation.phase !== 'downloading') return;
      await recordExport(deps, reconciliation, command);
      await sendDownloads(deps, reconciliation, command);
      return;
    case 'forget-window':
      await deps.exportGroups.removeWindow(slotKey, reconciliation.reconciliationId);
      return;
    case 'release-calls':
      return; // Done before the closed state was written.
    default:
      return command satisfies never;
  }
};

/** A group that Step Functions drives no longer keeps the executions of its windows; a deployment without it has none. */
const startExecution = async (
  { workflow, exportPolicy }: Pick<RecoveryDeps, 'workflow' | 'exportPolicy'>,
  reconciliation: WaitingReconciliation,
): Promise<void> => {
  if (!workflow)
    throw new WorkflowMissingError(
      `no state machine is configured for the window ${reconciliation.reconciliationId}`,
    );
  await workflow.startExecution(executionInputOf(reconciliation, exportPolicy));
};

/** The further tasks of a call are in the queue before the task that settles it. One request may fail in part. */
const sendDownloads = async (
  deps: CommandDeps,
  reconciliation: DownloadingReconciliation,
  { callIds, recordings }: SendDownloads,
): Promise<void> => {
  const tasks = makeDownloadTasks(reconciliation, callIds, recordings);
  const extras = tasks.filter(({ isExtra }) => isExtra);
  if (extras.length > 0) await deps.sendDownloads(extras, reconciliation.priority);
  const settling = tasks.filter(({ isExtra }) => !isExtra);
  await deps.sendDownloads(settling, reconciliation.priority);
};

/** Records on each call which job listed its recording. */
const recordExport = async (
  deps: CommandDeps,
  { reconciliationId, tenantId, groupId, calls, exportJobId, exportCompletedAt }: DownloadingReconciliation,
  { callIds, recordings, range: exported }: SendDownloads,
): Promise<void> => {
  const range = exported && { from: exported.fromDate, to: exported.toDate };
  const group = findOwnGroup(deps.registry, { tenantId, groupId });
  const context = makeChangeContext(deps, group);
  const readableUntil = shifted(exportCompletedAt, jobLifeMsOf(group));
  await Promise.all(
    callIds.map(async (callId) => {
      const recordingId = calls[callId]?.recordingId;
      if (recordingId === undefined) return;
      const said = recordings.get(callId) ?? { recordingId, ...calls[callId]?.declared };
      const listed = { ...said, exportJobId, readableUntil, range };
      const key = { tenantId, callId };
      const locate = (lineOfBusiness: string) => deps.locate(key, lineOfBusiness);
      const was = await skipIfStuck(deps, { ...key, reconciliationId }, () =>
        deps.calls.change(key, recordListed(listed, reconciliationId, context, locate)),
      );
      // It was explained or given up while its window was open.
      noteReopened(deps, key, exportJobId, was);
    }),
  );
};

const MINUTE_MS = 60_000;

const jobLifeMsOf = (group: RegistryGroup | undefined): number =>
  (group?.exportConstraints.jobLifeMinutes ?? 0) * MINUTE_MS;
