import type { ExecutionEnded } from './execution-ended.ts';
import { executionInputOf } from './execution-input.ts';
import { WORKFLOW_MESSAGE_VERSION } from './message-version.ts';
import { prepareEnd } from './prepare-end.ts';
import type { DownloadOutput, ExportJobOutput, MetadataOutput, StatusOutput } from './task-output.ts';
import { listReads, machine, resolve, sendersOf } from './test-machine.ts';
import { downloading, EXECUTION_ID, failed, minute, waiting } from './test-window.ts';
import { WorkflowTask } from './workflow-message.ts';

const progress = { at: minute(66), leaseUntil: minute(96) };
const exportJob: ExportJobOutput = {
  ...{ exportJobId: 'job-1', status: 'CREATED', estimatedCompletionTime: minute(70) },
  ...progress,
};
const statusCheck: StatusOutput = {
  ...{ status: 'COMPLETED', word: 'FINISHED', fileSize: 15_728_640, completedAt: minute(70) },
  ...progress,
};
const metadataResult: MetadataOutput = {
  metadata: {
    ...{ duration: 324, channels: 2, sampleRate: 8_000, format: 'WAV' },
    ...{ agentId: 'AGENT-001', queueName: 'Sales' },
  },
};
const downloadResult: DownloadOutput = { status: 'SUCCESS', stored: 1, notFound: 0, failed: 1 };
const { end } = prepareEnd(downloading, failed, minute(90), EXECUTION_ID);

/** What a worker answers, by the kind of its task. */
export const goldenAnswers = {
  'workflow-answer-create-export-job': exportJob,
  'workflow-answer-check-export-status': statusCheck,
  'workflow-answer-get-export-metadata': metadataResult,
  'workflow-answer-notify-download-service': downloadResult,
  'workflow-answer-end': end,
};

const input = executionInputOf(waiting, { pollDelayMs: 300_000, maxPolls: 6 });
export const goldenInputs = { 'workflow-execution-input': input };

const data = { input, exportJob, statusCheck, parallelResults: [metadataResult, downloadResult], end };
const context = { Task: { Token: 'AAAA-token-ZZZZ' }, Execution: { Id: EXECUTION_ID } };
const ended: ExecutionEnded = {
  ...{ kind: 'execution-ended', version: WORKFLOW_MESSAGE_VERSION, executionId: EXECUTION_ID },
  ...{ reconciliationId: waiting.reconciliationId, status: 'TIMED_OUT' },
};

/** A task of each kind as the state machine sends it, and the event of an execution that ended. */
export const goldenMessages: Readonly<Record<string, object>> = {
  ...Object.fromEntries(
    WorkflowTask.options.map(({ shape: { kind } }) => [
      `workflow-task-${kind.value}`,
      resolve(sendersOf(kind.value)[0]![1], data, context),
    ]),
  ),
  'workflow-task-execution-ended': ended,
};

/** What the definition reads of its input and of the answers. An execution keeps the definition with which it began. */
export const goldenReads = {
  'workflow-reads': {
    input: [
      ...new Set([
        ...listReads('input'),
        ...[...JSON.stringify(machine.States['Initialize']).matchAll(/"\$\.(\w+)"/g)].map(
          ([, name]) => name!,
        ),
      ]),
    ].sort(),
    exportJob: listReads('exportJob'),
    statusCheck: listReads('statusCheck'),
    end: listReads('end'),
  },
};
