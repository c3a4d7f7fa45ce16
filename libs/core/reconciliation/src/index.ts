export { AudioFormat } from './audio-format.ts';
export { isImpossiblePause, isRateHigh, judgeBreaker } from './breaker/next-breaker.ts';
export { type HostBreakers, nextHostBreakers } from './breaker/next-host-breakers.ts';
export type {
  BreakerRules,
  DownloadBreakers,
  RequestOutcome,
  SharedBreaker,
} from './breaker/shared-breaker.ts';
export type { BudgetEvent } from './budget/budget-event.ts';
export { type BudgetUse, budgetUseOf } from './budget/budget-use.ts';
export { type AccessAnswer, claimAccess } from './budget/claim-access.ts';
export {
  type ClaimAnswer,
  type ClaimRequest,
  claimDepartures,
  impossibleClaims,
  isMissed,
  isTooFarAhead,
} from './budget/claim-departures.ts';
export { slowDown, usualSpacingMs } from './budget/pace.ts';
export {
  type BudgetLimit,
  EMPTY_BUDGET,
  type ReadBudget,
  type RequestBudget,
  readBudget,
} from './budget/request-budget.ts';
export {
  limitOrdered,
  MAX_ORDER_MS,
  ordersInForce,
  pauseOf,
  type TrafficOrders,
  type TrafficPause,
  withLimit,
  withoutPause,
  withPause,
} from './budget/traffic-orders.ts';
export { Claim, releaseClaim, takeClaim } from './claims/claim.ts';
export { CALL_MOVES_CLAIM, watchClaimOf } from './claims/claim-names.ts';
export {
  addAnswer,
  CLOCK_ERROR_MS,
  type ClockEstimate,
  NEEDED_ANSWERS,
  UNKNOWN_CLOCK,
} from './clock/clock-estimate.ts';
export { type CredentialName, CredentialUse, recordUse } from './credential-use/credential-use.ts';
export { EXECUTION_SCHEMA_VERSION, ExecutionRecord } from './executions/execution-record.ts';
export {
  type EndOfExecution,
  endExecution,
  INTERRUPTED,
  startExecution,
} from './executions/next-execution.ts';
export { endTurn, shareAfter } from './export-job/end-turn.ts';
export {
  type ExportGroup,
  ExportSlot,
  type GroupKey,
  type SlotKey,
  type UnreadableItem,
} from './export-job/export-group.ts';
export {
  type EndedJob,
  type ExportedJob,
  ExportJob,
  type IntendedJob,
  isPolled,
  type PolledJob,
} from './export-job/export-job.ts';
export type { ExportJobCommand, ExportJobEvent } from './export-job/export-job-step.ts';
export type { ExportPolicy } from './export-job/export-policy.ts';
export { type EndContext, judgeHold } from './export-job/hold-back.ts';
export { intendExport } from './export-job/intend-export.ts';
export { jobEndedOf } from './export-job/job-ended.ts';
export { nextExportJob } from './export-job/next-export-job.ts';
export { judgeListing, LISTING_RULES_VERSION } from './listing/judge-listing.ts';
export { type CallTime, listCoveredCalls } from './listing/list-covered-calls.ts';
export type { DailyCall, ListableCalls } from './listing/listable-calls.ts';
export type { ListingVerdict } from './listing/listing-verdict.ts';
export { awaitEndpoint } from './messages/await-endpoint.ts';
export { awaitGroup } from './messages/await-group.ts';
export { CALLBACK_TASK_VERSION, CallbackTask } from './messages/callback-task.ts';
export { DOWNLOAD_TASK_VERSION, DownloadTask } from './messages/download-task.ts';
export { type EventContract, eventContracts } from './messages/event-contracts.ts';
export { EXPORT_CHECK_VERSION, ExportCheck } from './messages/export-check.ts';
export { findRequestFault } from './messages/find-request-fault.ts';
export { parseJson } from './messages/parse-json.ts';
export { readMessage } from './messages/read-message.ts';
export { reconciliationClosed } from './messages/reconciliation-closed.ts';
export {
  RECONCILIATION_REQUEST_VERSION,
  ReconciliationRequest,
  SWEEP_REQUEST_VERSION,
} from './messages/reconciliation-request.ts';
export { recordingQuarantined } from './messages/recording-quarantined.ts';
export { RecordingStored, recordingStored } from './messages/recording-stored.ts';
export type { CdrEntry, CdrExport } from './ocp/cdr-export.ts';
export {
  OcpAnswerError,
  OcpAnswerTooLargeError,
  OcpBreakerOpenError,
  OcpContractError,
  OcpCredentialsError,
  OcpExpiredError,
  OcpForbiddenHostError,
  OcpInsecureUrlError,
  OcpNotFoundError,
  OcpNotReadyError,
  OcpPausedError,
  OcpRequestRejectedError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpTruncatedError,
  OcpUnavailableError,
} from './ocp/errors.ts';
export type {
  CreateJobRequest,
  CreateJobResult,
  JobStatus,
  JobStatusName,
  ListingEntry,
  OcpClient,
  OcpDownload,
  OcpJob,
  OcpRecording,
} from './ocp/ocp-client.ts';
export { type OcpWords, ocpWordsOf, withOcpWords } from './ocp/ocp-words.ts';
export { Orchestrator } from './orchestrator.ts';
export { FailureStatus, type OutcomeCode } from './outcome-code.ts';
export { nextPermitDesk } from './permits/next-permit-desk.ts';
export type { OcpGate, OcpPermit, PermitRequest } from './permits/ocp-permit.ts';
export { EMPTY_DESK, type Lane, type PermitCommand, type PermitEvent } from './permits/permit-desk.ts';
export { coversWindow } from './planning/covers-call.ts';
export { nextMergeLimit } from './planning/next-merge-limit.ts';
export {
  type ExportPlan,
  isPlanSettled,
  MAX_WINDOWS_OF_A_JOB,
  planNextExport,
} from './planning/plan-export.ts';
export { planNextTurn } from './planning/plan-next-turn.ts';
export { WaitingWindow } from './planning/waiting-window.ts';
export { PRIORITY_RANK, Priority } from './priority.ts';
export { addCallMetadata, listListedCalls } from './reconciliation/call-metadata.ts';
export {
  type CallOutcome,
  type CallOutcomes,
  callsOf,
  listOpenCalls,
  outcomeMessage,
} from './reconciliation/call-outcome.ts';
export { type FailureReport, listFailureReports } from './reconciliation/failure-report.ts';
export { makeDownloadTasks } from './reconciliation/make-download-tasks.ts';
export { makeWaitingWindow } from './reconciliation/make-waiting-window.ts';
export { nextReconciliation } from './reconciliation/next-reconciliation.ts';
export { openFound, openReconciliation } from './reconciliation/open-reconciliation.ts';
export {
  type ClosedReconciliation,
  type DownloadingReconciliation,
  hasExecution,
  isLive,
  type OpenReconciliation,
  Reconciliation,
  type WaitingReconciliation,
} from './reconciliation/reconciliation.ts';
export type {
  ExportedEvent,
  ExportedRecording,
  JobEndedEvent,
  ReconciliationCommand,
  ReconciliationEvent,
  ReconciliationPolicy,
} from './reconciliation/reconciliation-step.ts';
export type { SettledOutcome } from './reconciliation/settled-outcome.ts';
export type { CredentialEvent } from './refusals/credential-event.ts';
export {
  type CredentialConcern,
  type CredentialFacts,
  concernsOf,
  isUseDue,
} from './refusals/judge-credential.ts';
export type { RefusalEvent } from './refusals/refusal-event.ts';
export {
  addAcceptance,
  addRefusal,
  countHolds,
  heldUntilMs,
  NO_REFUSALS,
  type RefusableRequest,
  type Refusal,
  type RefusalHold,
  type RefusalRule,
  type RefusedGroup,
  tryAtOnce,
} from './refusals/refusal-hold.ts';
export { RECOVERY_SCHEMA_VERSION, WORKFLOW_SCHEMA_VERSION } from './schema-version.ts';
export { type AskedSweep, askForSweep } from './sweep/ask-for-sweep.ts';
export { askForUnswept } from './sweep/ask-for-unswept.ts';
export { oldestSweepable, waitsSince } from './sweep/due-range.ts';
export { endRange, type RangeEnd } from './sweep/end-range.ts';
export { judgeSweep } from './sweep/judge-sweep.ts';
export { beginSweeps, dropExpired, startRange } from './sweep/move-checkpoint.ts';
export { planSweeps, priorityOfSweep, type SweptGroup } from './sweep/plan-sweeps.ts';
export {
  SWEEP_SCHEMA_VERSION,
  SweepCheckpoint,
  type SweepFault,
  type SweepRange,
} from './sweep/sweep-checkpoint.ts';
export type { SweepPolicy } from './sweep/sweep-policy.ts';
export type { SweepResult } from './sweep/sweep-result.ts';
export { cutSweepRanges, exportedRangeOf, sweepSpanOf } from './sweep/sweep-span.ts';
