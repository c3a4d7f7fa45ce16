export { nextAskAfterAnswer, nextAskAfterFault, type RetryRule, replacesNextAsk } from './ask-schedule.ts';
export { type JudgedAudio, judgeByRules } from './business-rule.ts';
export { announcementsOf, CallChange } from './call-change.ts';
export {
  CALL_RECORD_SCHEMA_VERSION,
  CallRecord,
  HistoryEntry,
  IngestionSource,
  Location,
  Outcome,
  type QuarantinedObject,
  ReconciliationStatus,
  type RuleVerdict,
  StoredAudio,
} from './call-record.ts';
export { CallList, CallSummary, listsOf } from './call-summary.ts';
export type { CallEvent, ParsedEvent } from './cdr/call-event.ts';
export { CdrFacts } from './cdr/cdr-facts.ts';
export { parseEvent } from './cdr/parse-event.ts';
export { readTime } from './cdr/read-time.ts';
export { parseRecordingName, type RecordingName } from './cdr/recording-name.ts';
export type { ChangeContext } from './change-context.ts';
export type { Transition } from './change-record.ts';
export {
  addCounts,
  CallCounts,
  type GroupCounts,
  HOUR_COUNTS_SCHEMA_VERSION,
  HourCounts,
  MAX_UNREGISTERED_GROUPS,
  makeCallCounter,
  OTHER_GROUPS,
  RECOUNT_DUE,
  zeroCounts,
} from './counts/hour-counts.ts';
export { closedUntil, HOUR_MS, hourOf, isMarkNeeded } from './counts/hours.ts';
export { isLastChance } from './deadline.ts';
export { isExplained, isReviewOver, REVIEW_DAYS } from './derive-reconciliation.ts';
export { Evidence } from './evidence.ts';
export type { NoAudioReason } from './expect-audio.ts';
export { DEFAULT_EXPORT_API, ExportApi, exportsCdrs } from './export-api/export-api.ts';
export type { Converter, Field, FieldKind } from './export-api/field.ts';
export type { Paging } from './export-api/paging.ts';
export type { RefusalMeaning } from './export-api/refusals.ts';
export type { SentForm, SentValue } from './export-api/sent-value.ts';
export { normalizeWord } from './export-api/status-words.ts';
export { ExportConstraints } from './export-constraints.ts';
export { groupVersionOf } from './group-version.ts';
export { isGivenUp, isHeld, isHeldBy, isPending, isRetryDue } from './held.ts';
export { CallId, type CallKey, GroupId, ReconciliationId, TenantId, UNKNOWN_TENANT } from './ids.ts';
export { isStartPossible } from './impossible-start.ts';
export { cutText, itemBytes, MAX_ITEM_BYTES } from './item-size.ts';
export { keepUnknownFields } from './keep-unknown-fields.ts';
export {
  makeLocateRecording,
  quarantinedEventsKey,
  quarantineKey,
  recordingKey,
  unidentifiedKey,
} from './locate-recording.ts';
export { beginMove } from './moves/begin-move.ts';
export { copiedObjectsOf, endMove, settleSuperseded } from './moves/end-move.ts';
export { lineOfMovedCall } from './moves/line-of-moved-call.ts';
export type { SupersededObject } from './moves/move-fields.ts';
export { type MoveCounts, MoveJob, ownershipOf } from './moves/move-job.ts';
export { isSamePlace, receiveMoved } from './moves/receive-moved.ts';
export { hasCopiedObject, isTombstone } from './moves/tombstone.ts';
export { type NumberedEntry, numberHistory } from './number-history.ts';
export { OcpMetadata } from './ocp-metadata.ts';
export {
  BUSINESS_RULE,
  CALL_UNIDENTIFIED,
  DAMAGED_AT_OCP,
  MOVED,
  NO_AUDIO_EXPECTED,
  RETENTION_EXPIRED,
} from './outcome-codes.ts';
export { makeProtectGroup, type ProtectGroup } from './protect-group.ts';
export { FinalCall, type RederivationCounts, RederivationJob } from './rederivation-job.ts';
export { findOwnGroup, parseRegistry, type Registry, type RegistryGroup } from './registry.ts';
export { type ChangedField, describeRegistryChange, type RegistryChange } from './registry-change.ts';
export { Orchestrator } from './registry-file.ts';
export { replayHistory } from './replay-history.ts';
export { reportExplained } from './report-explained.ts';
export { retentionMsOf } from './retention.ts';
export { EXPORT_SENDER, type Sender, senderIdOf } from './sender.ts';
export { allShards, MAX_SHARDS, shardOf } from './shard-of.ts';
export { callTimeOf, earlierOf, epochMsOf, laterOf, shifted, Timestamp, timestampOf } from './timestamp.ts';
export { type CallClaim, claimCall } from './transitions/claim-call.ts';
export { claimLocation } from './transitions/claim-location.ts';
export { dismissQuarantined } from './transitions/dismiss-quarantined.ts';
export { type Expiry, type ExpiryRule, expireCall } from './transitions/expire-call.ts';
export { giveUpCall } from './transitions/give-up-call.ts';
export { markStored } from './transitions/mark-stored.ts';
export { queueCall } from './transitions/queue-call.ts';
export { recordAbsent } from './transitions/record-absent.ts';
export { recordAudioLink } from './transitions/record-audio-link.ts';
export { recordDiscovered, recordEvent } from './transitions/record-event.ts';
export { type ListedCall, type ListedRecording, recordListed } from './transitions/record-listed.ts';
export { recordManualAction } from './transitions/record-manual-action.ts';
export { recordQuarantined } from './transitions/record-quarantined.ts';
export { recordReceived } from './transitions/record-received.ts';
export { rederiveCall } from './transitions/rederive-call.ts';
export { releaseCall } from './transitions/release-call.ts';
export { type Reopened, type ReopenRequest, reopenCall } from './transitions/reopen-call.ts';
export {
  isUnregisteredTenant,
  otherTenantsOf,
  tenantOfUnknownGroup,
  unregisteredTenantOf,
} from './unregistered-tenant.ts';
export { describeCall } from './words/describe-call.ts';
export { tellHistory } from './words/tell-history.ts';
