export { type EndedJob, ExportJob, type ExportPolicy, type PolledJob } from './export-job.ts';
export type { ExportJobCommand, ExportJobEvent, ExportJobStep } from './export-job-step.ts';
export { FailureStatus } from './failure-status.ts';
export { DOWNLOAD_TASK_VERSION, DownloadTask } from './messages/download-task.ts';
export { EXPORT_CHECK_VERSION, ExportCheck } from './messages/export-check.ts';
export { type ReadMessage, readMessage } from './messages/read-message.ts';
export {
  Priority,
  RECONCILIATION_REQUEST_VERSION,
  ReconciliationRequest,
} from './messages/reconciliation-request.ts';
export { RECORDING_STORED_VERSION, RecordingStored, recordingStored } from './messages/recording-stored.ts';
export { intendExport, nextExportJob } from './next-export-job.ts';
export { nextMergeLimit } from './next-merge-limit.ts';
export {
  type ExportedRecording,
  expiryEpochS,
  nextReconciliation,
  type ReconciliationCommand,
  type ReconciliationEvent,
  type ReconciliationPolicy,
  type ReconciliationStep,
} from './next-reconciliation.ts';
export {
  coversCall,
  type ExportPlan,
  type MergeOptions,
  type NextExport,
  planNextExport,
  WaitingWindow,
} from './plan-export.ts';
export { CallOutcome, isLive, Reconciliation } from './reconciliation-record.ts';
export { type BudgetAnswer, type BudgetLimit, RequestBudget, takePermit } from './request-budget.ts';
export {
  OcpAnswerError,
  OcpBreakerOpenError,
  OcpContractError,
  OcpCredentialsError,
  OcpExpiredError,
  OcpForbiddenHostError,
  OcpNotFoundError,
  OcpNotReadyError,
  OcpRequestRejectedError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpTruncatedError,
  OcpUnavailableError,
} from './ocp/errors.ts';
export type {
  BreakerState,
  CreateJobRequest,
  CreateJobResult,
  JobStatus,
  JobStatusName,
  OcpClient,
  OcpDownload,
  OcpJob,
  OcpRecording,
} from './ocp/ocp-client.ts';
export { type ExportGroup, ExportSlot, type GroupKey } from './export-group.ts';
export type { SettledOutcome } from './settled-outcome.ts';
