import type { EventContract } from '@recordings/reconciliation';
import { ExecutionInput } from './execution-input.ts';
import { WORKFLOW_MESSAGE_VERSION } from './message-version.ts';
import { EndOutput } from './prepare-end.ts';
import { DownloadOutput, ExportJobOutput, MetadataOutput, StatusOutput } from './task-output.ts';
import { WorkflowMessage } from './workflow-message.ts';

const contractOf = (name: string, schema: EventContract['schema']): EventContract => ({
  name: `workflow-${name}`,
  version: WORKFLOW_MESSAGE_VERSION,
  schema,
});

/**
 * What the state machine and the workers give each other. An answer has no version of its own: it is read by the definition with
 * which the execution began.
 */
export const workflowContracts: readonly EventContract[] = [
  contractOf('execution-input', ExecutionInput),
  contractOf('task', WorkflowMessage),
  contractOf('answer-create-export-job', ExportJobOutput),
  contractOf('answer-check-export-status', StatusOutput),
  contractOf('answer-get-export-metadata', MetadataOutput),
  contractOf('answer-notify-download-service', DownloadOutput),
  contractOf('answer-end', EndOutput),
];
