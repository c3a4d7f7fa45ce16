import type { Retrier, States, WorkflowResources } from '../asl.ts';
import { ALREADY_CLOSED, catchClosed, GROUP_FIELDS, makeWorkerTask } from '../worker-task.ts';

/** Seconds. The figures of the requirement documents. */
const DOWNLOAD_TIMEOUT_S = 7_200;
const DOWNLOAD_HEARTBEAT_S = 600;
const METADATA_TIMEOUT_S = 900;
const RESULTS_TIMEOUT_S = 900;

const retryOverload = (intervalSeconds: number): Retrier => ({
  ErrorEquals: ['OCPAPIThrottlingError', 'OCPAPITimeoutError', 'OCPAPIUnavailableError'],
  IntervalSeconds: intervalSeconds,
  MaxAttempts: 3,
  BackoffRate: 2,
});

const JOB_FIELDS = { ...GROUP_FIELDS, 'exportJobId.$': '$.exportJob.exportJobId' };

/** Metadata and downloads side by side, and what they gave. */
export const makeDownloadStates = (resources: WorkflowResources): States => ({
  ParallelProcessing: {
    Type: 'Parallel',
    Comment: 'Metadata and downloads side by side',
    Branches: [
      { StartAt: 'GetExportMetadata', States: makeMetadataBranch(resources) },
      { StartAt: 'NotifyDownloadService', States: makeDownloadBranch(resources) },
    ],
    ResultPath: '$.parallelResults',
    Catch: [
      { ErrorEquals: ['ReconciliationClosedError'], ResultPath: '$.error', Next: ALREADY_CLOSED },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'ReleaseAfterParallelError' },
    ],
    Next: 'ProcessParallelResults',
  },
  ProcessParallelResults: makeWorkerTask(resources, {
    comment: 'A worker decides how the window ends, and releases the calls that are not stored',
    kind: 'process-parallel-results',
    fields: { 'metadataResult.$': '$.parallelResults[0]', 'downloadResult.$': '$.parallelResults[1]' },
    timeoutSeconds: RESULTS_TIMEOUT_S,
    catchers: [
      catchClosed,
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'ReleaseAfterParallelError' },
    ],
    resultPath: '$.end',
    next: 'EvaluateEnd',
  }),
});

const makeMetadataBranch = (resources: WorkflowResources): States => ({
  GetExportMetadata: makeWorkerTask(resources, {
    comment: 'A worker gives what OCP says of the recordings of the job',
    kind: 'get-export-metadata',
    fields: JOB_FIELDS,
    timeoutSeconds: METADATA_TIMEOUT_S,
    retry: [retryOverload(10)],
    catchers: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'HandleMetadataError' }],
    end: true,
  }),
  HandleMetadataError: {
    Type: 'Pass',
    Comment: 'Recordings are stored without metadata',
    Parameters: { metadata: {} },
    End: true,
  },
});

const makeDownloadBranch = (resources: WorkflowResources): States => ({
  NotifyDownloadService: makeWorkerTask(resources, {
    comment: 'A worker sends the downloads; the answer comes when each call has a result',
    kind: 'notify-download-service',
    fields: JOB_FIELDS,
    timeoutSeconds: DOWNLOAD_TIMEOUT_S,
    heartbeatSeconds: DOWNLOAD_HEARTBEAT_S,
    retry: [
      { ErrorEquals: ['ExportResultsGoneError', 'OCPAPIError'], MaxAttempts: 0 },
      // A repetition sends only downloads that have not been sent: the window keeps what it has sent.
      { ErrorEquals: ['States.HeartbeatTimeout'], IntervalSeconds: 5, MaxAttempts: 2, BackoffRate: 2 },
      { ErrorEquals: ['States.Timeout'], MaxAttempts: 0 },
      retryOverload(30),
    ],
    catchers: [
      {
        ErrorEquals: ['States.Timeout', 'States.HeartbeatTimeout'],
        ResultPath: '$.downloadError',
        Next: 'HandleDownloadTimeout',
      },
    ],
    end: true,
  }),
  HandleDownloadTimeout: {
    Type: 'Pass',
    Comment: 'Calls without a result fail; the others keep theirs',
    Parameters: { status: 'DOWNLOAD_TIMEOUT', error: 'The downloads did not end in time' },
    End: true,
  },
});
