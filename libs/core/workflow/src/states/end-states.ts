import type { FailureStatus } from '@recordings/reconciliation';
import { RETRY_OTHERS, type State, type States, type WorkflowResources } from '../asl.ts';
import { makeUpdateItem, type Value } from '../update-item.ts';
import { ALREADY_CLOSED, catchClosed, makeWorkerTask } from '../worker-task.ts';

/** Seconds. */
const RELEASE_TIMEOUT_S = 900;

type Failed = {
  /** After `ReleaseAfter` and `Handle`, as the requirement documents name it. */
  readonly release: string;
  readonly handle: string;
  /** A text, or the path of one. */
  readonly reason: string;
  readonly comment: string;
  /** What is written beside what every failure has. */
  readonly set?: Readonly<Record<string, Value>>;
  /** The job gave no recordings: it has no time at which it was completed. */
  readonly isJobFailed?: boolean;
};

const POLLS: Record<string, Value> = { totalPollingAttempts: { numberAt: '$.end.totalPollingAttempts' } };

const FAILURES: Readonly<Record<FailureStatus, Failed>> = {
  FAILED_EXPORT_ERROR: {
    ...{ release: 'ReleaseAfterExportJobFailed', handle: 'HandleExportJobFailed' },
    reason: 'OCP reported the export job as failed',
    comment: 'OCP could not make the export',
    set: POLLS,
    isJobFailed: true,
  },
  FAILED_MAX_RETRIES: {
    ...{ release: 'ReleaseAfterMaxRetries', handle: 'HandleMaxRetriesExceeded' },
    reason: 'Export job did not complete within maximum polling attempts',
    comment: 'All polls are used',
    set: POLLS,
    isJobFailed: true,
  },
  FAILED_OCP_API_ERROR: {
    ...{ release: 'ReleaseAfterOCPAPIError', handle: 'HandleOCPAPIError' },
    // A worker always gives a cause with these errors.
    reason: "States.Format('export job not created: {}', $.error.Cause)",
    comment: 'OCP refused the export, or throttled it too often',
    isJobFailed: true,
  },
  FAILED_UNKNOWN_STATUS: {
    ...{ release: 'ReleaseAfterUnknownStatus', handle: 'HandleUnknownStatus' },
    reason: 'Export job returned unexpected status',
    comment: 'OCP answered by words that we do not know, to the last poll',
    set: { ...POLLS, unknownStatus: { textAt: '$.end.unknownStatus' } },
    isJobFailed: true,
  },
  FAILED_PARALLEL_ERROR: {
    ...{ release: 'ReleaseAfterParallelError', handle: 'HandleParallelError' },
    reason: 'Error during parallel processing (metadata or download)',
    comment: 'At least one recording was not downloaded',
  },
  FAILED_UNEXPECTED_ERROR: {
    ...{ release: 'ReleaseAfterUnexpectedError', handle: 'HandleUnexpectedError' },
    reason: 'Unexpected error during reconciliation',
    comment: 'Any other error',
  },
};

type End = {
  readonly comment: string;
  readonly set: Readonly<Record<string, Value>>;
  readonly remove?: readonly string[];
  readonly next: string;
};

/** How every window ends. The update is written only to the revision whose end the worker has prepared. */
const makeEnd = (resources: WorkflowResources, { comment, set, remove = [], next }: End): State =>
  makeUpdateItem(resources, {
    comment,
    set: {
      phase: { text: 'closed' },
      reconciliationStatus: { textAt: '$.end.reconciliationStatus' },
      lastUpdated: { textAt: '$.end.at' },
      sfExecutionId: { textAt: '$.context.executionId' },
      expiresAtEpochS: { numberAt: '$.end.expiresAtEpochS' },
      TTL: { numberAt: '$.end.expiresAtEpochS' },
      revision: { numberAt: '$.end.nextRevision' },
      ...set,
    },
    remove: ['downloadToken', ...remove],
    onlyIf: { revision: { numberAt: '$.end.revision' } },
    otherwise: 'ReleaseAgain',
    next,
  });

const makeRelease = (resources: WorkflowResources, comment: string, fields: Record<string, string>): State =>
  makeWorkerTask(resources, {
    comment,
    kind: 'release-calls',
    fields,
    timeoutSeconds: RELEASE_TIMEOUT_S,
    catchers: [
      catchClosed,
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'ReconciliationFailed' },
    ],
    resultPath: '$.end',
    next: 'EvaluateEnd',
  });

const makeFailure = (resources: WorkflowResources, status: FailureStatus, failed: Failed): States => ({
  [failed.release]: makeRelease(resources, `${failed.comment}: a worker releases the calls`, {
    status,
    [failed.reason.startsWith('States.') ? 'reason.$' : 'reason']: failed.reason,
  }),
  [failed.handle]: makeEnd(resources, {
    comment: failed.comment,
    set: {
      failureReason: { textAt: '$.end.failureReason' },
      errorDetails: { textAt: '$.end.errorDetails' },
      failedAt: { textAt: '$.end.at' },
      ...(failed.isJobFailed && { exportJobStatus: { text: 'FAILED' } }),
      ...failed.set,
    },
    ...(failed.isJobFailed && { remove: ['exportCompletedAt'] }),
    next: 'ReconciliationFailed',
  }),
});

const isEnd = (status: string) => ({ Variable: '$.end.reconciliationStatus', StringEquals: status });

/** From the end that a worker has prepared to the end of the execution. */
export const makeEndStates = (resources: WorkflowResources): States => ({
  ...Object.entries(FAILURES).reduce<States>(
    (states, [status, failed]) => ({ ...states, ...makeFailure(resources, status as FailureStatus, failed) }),
    {},
  ),
  EvaluateEnd: {
    Type: 'Choice',
    Comment: 'Whether the window failed',
    Choices: [{ Or: ['COMPLETED', 'COMPLETED_NOTHING_FOUND'].map(isEnd), Next: 'UpdateFinalStatus' }],
    Default: 'SendToDeadLetterQueue',
  },
  EvaluateFailure: {
    Type: 'Choice',
    Comment: 'How the window failed',
    Choices: Object.entries(FAILURES).map(([status, { handle }]) => ({ ...isEnd(status), Next: handle })),
    Default: FAILURES.FAILED_UNEXPECTED_ERROR.handle,
  },
  UpdateFinalStatus: makeEnd(resources, {
    comment: 'Closes the window: each call is stored, or OCP has no recording of it',
    set: { completedAt: { textAt: '$.end.at' } },
    next: 'ReconciliationSuccess',
  }),
  ReleaseAgain: makeRelease(resources, 'A result came between the two writes: the end is decided again', {
    'status.$': '$.end.reconciliationStatus',
    'reason.$': '$.end.failureReason',
  }),
  SendToDeadLetterQueue: makeReports(resources),
  ReconciliationSuccess: { Type: 'Succeed', Comment: 'The window is closed' },
  [ALREADY_CLOSED]: {
    Type: 'Succeed',
    Comment: 'Another worker closed the window, for example by its lease',
  },
  ReconciliationFailed: {
    Type: 'Fail',
    Error: 'ReconciliationFailed',
    Cause: 'The item of the table reconciliations and the queue reconciliation-failures have the details',
  },
});

/**
 * One message for each call that was not recovered, before the window is closed: an execution that ends in between leaves it
 * open, and the worker that closes it sends the messages again, with the same ids.
 */
const makeReports = ({ failuresQueueUrl }: WorkflowResources): State => ({
  Type: 'Map',
  Comment: 'Reports each call that was not recovered',
  ItemsPath: '$.end.reports',
  ItemSelector: {
    'report.$': '$$.Map.Item.Value',
    'failureType.$': '$.end.reconciliationStatus',
  },
  MaxConcurrency: 5,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: 'SendReport',
    States: {
      SendReport: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Parameters: {
          QueueUrl: failuresQueueUrl,
          'MessageBody.$': 'States.JsonToString($.report.body)',
          MessageAttributes: {
            FailureType: { DataType: 'String', 'StringValue.$': '$.failureType' },
          },
        },
        ResultPath: null,
        Retry: [RETRY_OTHERS],
        End: true,
      },
    },
  },
  ResultPath: null,
  Next: 'EvaluateFailure',
});
