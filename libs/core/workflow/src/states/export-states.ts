import type { Retrier, State, States, WorkflowResources } from '../asl.ts';
import { makeUpdateItem, type Value } from '../update-item.ts';
import { ALREADY_CLOSED, catchClosed, GROUP_FIELDS, makeWorkerTask } from '../worker-task.ts';

/** Seconds. The worker holds a message back while OCP is paused, refuses us, or another process creates the job. */
const CREATE_TIMEOUT_S = 3_600;
const CHECK_TIMEOUT_S = 1_800;

/** The retries of the requirement documents for a create. */
const RETRY_CREATE: readonly Retrier[] = [
  { ErrorEquals: ['OCPAPIError'], MaxAttempts: 0 },
  {
    ErrorEquals: ['OCPAPIThrottlingError', 'OCPAPITimeoutError'],
    IntervalSeconds: 30,
    MaxAttempts: 3,
    BackoffRate: 2,
  },
  { ErrorEquals: ['OCPAPIUnavailableError'], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 5 },
  // Two hours: OCP ends a job by then.
  { ErrorEquals: ['ExportSlotBusyError'], IntervalSeconds: 120, MaxAttempts: 60, BackoffRate: 1 },
];

/** The retries of the requirement documents for a poll. */
const RETRY_CHECK: readonly Retrier[] = [
  { ErrorEquals: ['OCPAPIError'], MaxAttempts: 0 },
  {
    ErrorEquals: ['OCPAPIThrottlingError', 'OCPAPITimeoutError', 'OCPAPIUnavailableError'],
    IntervalSeconds: 15,
    MaxAttempts: 3,
    BackoffRate: 2,
  },
];

const CREATE_ERRORS = [
  'OCPAPIError',
  'OCPAPIThrottlingError',
  'OCPAPITimeoutError',
  'OCPAPIUnavailableError',
  'ExportSlotBusyError',
];

/** What is written after each report of the job. */
const progressOf = (report: string): Record<string, Value> => ({
  leaseUntil: { textAt: `${report}.leaseUntil` },
  lastUpdated: { textAt: `${report}.at` },
});

const isOpen: Record<string, Value> = { reconciliationStatus: { text: 'IN_PROGRESS' } };

const countPoll = (comment: string, next: string) => ({
  Type: 'Pass',
  Comment: comment,
  Parameters: {
    'retryCount.$': 'States.MathAdd($.context.retryCount, 1)',
    'maxRetries.$': '$.context.maxRetries',
    'pollDelaySeconds.$': '$.context.pollDelaySeconds',
    'startedAt.$': '$.context.startedAt',
    'executionId.$': '$.context.executionId',
  },
  ResultPath: '$.context',
  Next: next,
});

/** From the start of the execution to the end of the export job. */
export const makeExportStates = (resources: WorkflowResources): States => ({
  Initialize: initialize,
  ...makeCreateStates(resources),
  ...makePollStates(resources),
  EvaluateExportStatus: evaluateExportStatus,
  ...makeStatusStates(resources),
  ...failedPollStates,
});

const initialize: State = {
  Type: 'Pass',
  Comment: 'Counts polls from zero',
  Parameters: {
    'input.$': '$',
    context: {
      retryCount: 0,
      'maxRetries.$': '$.maxPolls',
      'pollDelaySeconds.$': '$.pollDelaySeconds',
      'startedAt.$': '$$.Execution.StartTime',
      'executionId.$': '$$.Execution.Id',
    },
  },
  Next: 'CreateExportJob',
};

const makeCreateStates = (resources: WorkflowResources): States => ({
  CreateExportJob: makeWorkerTask(resources, {
    comment: 'A worker asks OCP for the export job of the window',
    kind: 'create-export-job',
    fields: GROUP_FIELDS,
    timeoutSeconds: CREATE_TIMEOUT_S,
    retry: RETRY_CREATE,
    catchers: [
      catchClosed,
      { ErrorEquals: CREATE_ERRORS, ResultPath: '$.error', Next: 'ReleaseAfterOCPAPIError' },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'ReleaseAfterUnexpectedError' },
    ],
    resultPath: '$.exportJob',
    next: 'UpdateStatusExportCreated',
  }),
  UpdateStatusExportCreated: makeUpdateItem(resources, {
    comment: 'Writes the id of the job and of the execution',
    set: {
      exportJobId: { textAt: '$.exportJob.exportJobId' },
      exportJobStatus: { text: 'CREATED' },
      exportCreatedAt: { textAt: '$.exportJob.at' },
      pollingIteration: { numberAt: '$.context.retryCount' },
      sfExecutionId: { textAt: '$.context.executionId' },
      ...progressOf('$.exportJob'),
    },
    isRevisionAdded: true,
    onlyIf: isOpen,
    otherwise: ALREADY_CLOSED,
    next: 'WaitForExportJob',
  }),
});

const makePollStates = (resources: WorkflowResources): States => ({
  WaitForExportJob: {
    Type: 'Wait',
    Comment: 'Five minutes, unless POLL_DELAY_SECONDS of the worker says otherwise',
    SecondsPath: '$.context.pollDelaySeconds',
    Next: 'CheckExportJobStatus',
  },
  CheckExportJobStatus: makeWorkerTask(resources, {
    comment: 'A worker asks OCP for the state of the job',
    kind: 'check-export-status',
    fields: { ...GROUP_FIELDS, 'exportJobId.$': '$.exportJob.exportJobId' },
    timeoutSeconds: CHECK_TIMEOUT_S,
    retry: RETRY_CHECK,
    catchers: [
      catchClosed,
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'CountFailedStatusCheck' },
    ],
    resultPath: '$.statusCheck',
    next: 'IncrementRetryCounter',
  }),
  IncrementRetryCounter: countPoll('Counts a poll that OCP answered', 'EvaluateExportStatus'),
});

const evaluateExportStatus: State = {
  Type: 'Choice',
  Comment: 'What the status of the job means',
  Choices: [
    { Variable: '$.statusCheck.status', StringEquals: 'COMPLETED', Next: 'UpdateStatusExportCompleted' },
    { Variable: '$.statusCheck.status', StringEquals: 'FAILED', Next: 'ReleaseAfterExportJobFailed' },
    {
      And: [
        isRunning(),
        { Variable: '$.context.retryCount', NumericGreaterThanEqualsPath: '$.context.maxRetries' },
      ],
      Next: 'ReleaseAfterMaxRetries',
    },
    { ...isRunning(), Next: 'UpdateStatusPolling' },
  ],
  Default: 'ReleaseAfterUnknownStatus',
};

/** What is written of a job that runs, or that OCP has finished. */
const makeStatusStates = (resources: WorkflowResources): States => ({
  UpdateStatusPolling: makeUpdateItem(resources, {
    comment: 'Writes that the job runs, and extends the lease of the calls',
    set: {
      exportJobStatus: { text: 'POLLING' },
      pollingIteration: { numberAt: '$.context.retryCount' },
      lastPolledAt: { textAt: '$.statusCheck.at' },
      ...progressOf('$.statusCheck'),
    },
    isRevisionAdded: true,
    onlyIf: isOpen,
    otherwise: ALREADY_CLOSED,
    next: 'WaitForExportJob',
  }),
  UpdateStatusExportCompleted: makeUpdateItem(resources, {
    comment: 'Writes that OCP has finished the job',
    set: {
      exportJobStatus: { text: 'EXPORT_COMPLETED' },
      exportCompletedAt: { textAt: '$.statusCheck.at' },
      ...progressOf('$.statusCheck'),
    },
    isRevisionAdded: true,
    onlyIf: isOpen,
    otherwise: ALREADY_CLOSED,
    next: 'ParallelProcessing',
  }),
});

/** After a poll that failed, and whose repetitions failed too. */
const failedPollStates: States = {
  CountFailedStatusCheck: countPoll(
    'Counts a poll that failed too, so that the loop ends',
    'HandleStatusCheckError',
  ),
  HandleStatusCheckError: {
    Type: 'Choice',
    Comment: 'Polls again, unless all polls are used',
    Choices: [
      {
        Variable: '$.context.retryCount',
        NumericLessThanPath: '$.context.maxRetries',
        Next: 'WaitBeforeStatusRetry',
      },
    ],
    Default: 'ReleaseAfterMaxRetries',
  },
  WaitBeforeStatusRetry: {
    Type: 'Wait',
    Comment: 'A minute before a failed poll is repeated',
    Seconds: 60,
    Next: 'CheckExportJobStatus',
  },
};

/** A word that we do not know is no evidence: the job counts as running. */
function isRunning(): object {
  const is = (status: string) => ({ Variable: '$.statusCheck.status', StringEquals: status });
  return { Or: [is('CREATED'), is('IN_PROGRESS'), is('UNKNOWN')] };
}
