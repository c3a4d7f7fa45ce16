import { z } from 'zod';
import { Facts, technicalFields } from './cdr/cdr-facts.ts';
import { Evidence } from './evidence.ts';
import { CallId, GroupId, ReconciliationId, TenantId } from './ids.ts';
import { keepUnknownFields } from './keep-unknown-fields.ts';
import { Dismissal, ManualAction, RecoveredBy } from './manual-action.ts';
import { moveFields } from './moves/move-fields.ts';
import { OcpMetadata } from './ocp-metadata.ts';
import { Timestamp } from './timestamp.ts';

export const CALL_RECORD_SCHEMA_VERSION = 1;

export const CallStatus = z.enum(['ACTIVE', 'FINISHED_IVR', 'FINISHED_AGENT', 'COMPLETED']);
/** `given_up`: OCP's deadline has passed. The requirement documents have no value of its own for it. */
export const ReconciliationStatus = z.enum([
  'pending',
  'queued',
  'in_progress',
  'completed',
  'failed',
  'given_up',
]);
export const IngestionSource = z.enum(['REALTIME', 'RECONCILIATION']);
export type IngestionSource = z.infer<typeof IngestionSource>;

/** Where the call's one final object is stored, or will be. */
export const Location = keepUnknownFields(z.object({ bucket: z.string(), key: z.string() }));
export type Location = z.infer<typeof Location>;

/** What a business rule of the group said of a recording. `detail` says what an unmet rule asks for. */
export const RuleVerdict = keepUnknownFields(
  z.object({
    name: z.string(),
    version: z.number().int(),
    effect: z.string(),
    isMet: z.boolean(),
    detail: z.string().optional(),
  }),
);
export type RuleVerdict = z.infer<typeof RuleVerdict>;

/** The rules by which bytes were judged. */
const rules = {
  /** Version of the audio rules. Verdicts without it are of version 1. */
  rulesVersion: z.number().int().optional(),
  businessRules: z.array(RuleVerdict).optional(),
};

/** What the probe measured in the stored object. `sha256` is lower-case hex over all its bytes. */
export const StoredAudio = keepUnknownFields(
  z.object({
    ...rules,
    codec: z.string(),
    channels: z.number().int(),
    sampleRateHz: z.number().int(),
    durationMs: z.number().int(),
    bytes: z.number().int(),
    sha256: z.string(),
    flags: z.array(z.string()),
    /** Length of a silent tail that is flagged. */
    silentTailMs: z.number().int().optional(),
    /** How many bytes follow the recording. */
    trailingBytes: z.number().int().optional(),
  }),
);
export type StoredAudio = z.infer<typeof StoredAudio>;

/** Why a call is not stored. `retryable`: it is tried again without anyone's help. */
export const Outcome = keepUnknownFields(
  z.object({
    code: z.string(),
    message: z.string(),
    retryable: z.boolean(),
    at: Timestamp,
    /** Outcomes from before it was kept lack it. */
    evidence: Evidence.optional(),
  }),
);
export type Outcome = z.infer<typeof Outcome>;

const ErrorDetails = keepUnknownFields(z.object({ code: z.string(), message: z.string() }));

/** The part of rejected bytes that can be played. */
export const PlayableAudio = keepUnknownFields(
  z.object({
    codec: z.string(),
    channels: z.number().int(),
    sampleRateHz: z.number().int(),
    durationMs: z.number().int(),
  }),
);

/** Bytes of this call that were rejected and are kept in the quarantine bucket. `sha256` is lower-case hex. */
export const QuarantinedObject = keepUnknownFields(
  z.object({
    ...rules,
    key: z.string(),
    reason: z.string(),
    sha256: z.string(),
    at: Timestamp,
    /** Size in bytes, and OCP's id of the recording where it is known: by these a listed entry is compared with it. */
    sizeBytes: z.number().int().optional(),
    recordingId: z.string().optional(),
    /** Export jobs from which these bytes were downloaded, the newest two. Two show that OCP has no better bytes. */
    downloadedFrom: z.array(z.string()).optional(),
    audio: PlayableAudio.optional(),
  }),
);
export type QuarantinedObject = z.infer<typeof QuarantinedObject>;

/** A link to the stored audio that was issued. `by`: the name of the credential of who asked. */
export const AudioLink = keepUnknownFields(
  z.object({ by: z.string(), at: Timestamp, validUntil: Timestamp }),
);
export type AudioLink = z.infer<typeof AudioLink>;

/** Why the newest rejected bytes were rejected, and when they first came. A call without it has no bytes to look at. */
export const LastQuarantined = keepUnknownFields(z.object({ reason: z.string(), at: Timestamp }));

/**
 * One change. `detail` holds the new value of every field that it set, and `null` for a field that it removed. Of
 * `quarantined` it holds only the added objects.
 */
export const HistoryEntry = keepUnknownFields(
  z.object({
    at: Timestamp,
    what: z.string(),
    by: z.string(),
    detail: z.record(z.string(), z.unknown()),
  }),
);
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/**
 * The record of one call: a DynamoDB item. Unknown attributes, nested ones and new sources of facts too, are kept, so
 * that a service that was rolled back does not drop what a newer one wrote.
 */
export const CallRecord = z.looseObject({
  tenantId: TenantId,
  callId: CallId,
  groupId: GroupId.optional(),
  conversationId: z.string().optional(),
  lineOfBusiness: z.string().optional(),
  customerId: z.string().optional(),
  channel: z.string().optional(),
  direction: z.string().optional(),
  callTimestamp: Timestamp,
  callEndTimestamp: Timestamp.optional(),
  durationMs: z.number().int().optional(),
  /** `durationMs` in seconds. Records from before it existed lack it. */
  duration: z.number().optional(),
  exitStatus: z.string().optional(),
  ivrResult: z.string().optional(),
  /** What the sources report of the technical side of the call. */
  technical: keepUnknownFields(z.object(technicalFields)).optional(),
  callStatus: CallStatus,
  hasCdrEnd: z.boolean(),
  /** When the first CDR end was received: the pooler's buffer counts from here. */
  cdrEndReceivedAt: Timestamp.optional(),
  audioReceived: z.boolean(),
  audioReceivedAt: Timestamp.optional(),
  audioProcessed: z.boolean(),
  audioProcessedAt: Timestamp.optional(),
  s3Stored: z.boolean(),
  s3StoredAt: Timestamp.optional(),
  audioUrl: z.string().optional(),
  location: Location.optional(),
  /** The line of business of that bucket, as it was known when the location was claimed. */
  locationLineOfBusiness: z.string().optional(),
  audio: StoredAudio.optional(),
  audioFlags: z.array(z.string()).optional(),
  /** The history has each link; this is the newest. */
  lastAudioLink: AudioLink.optional(),
  /** How many links were issued in all. */
  audioLinkCount: z.number().int().optional(),
  /** The newest 20. Every one is in the bucket. */
  quarantined: z.array(QuarantinedObject).optional(),
  /** How many there were in all. Records from before they were counted lack it. */
  quarantinedCount: z.number().int().optional(),
  lastQuarantined: LastQuarantined.optional(),
  /** A person took the call out of the list of quarantined ones. Newer rejected bytes put it back. */
  lastDismissal: Dismissal.optional(),
  ingestionSource: IngestionSource.optional(),
  reconciliationStatus: ReconciliationStatus.optional(),
  /** Key of the sparse index. Only a call that is still to be reconciled has it. */
  reconciliationShard: z.string().optional(),
  /** Answers of OCP about the call since the last new proof that it has a recording. */
  reconciliationAttempts: z.number().int(),
  /** Faults in a row, as an outage: results that say nothing about the call. An attempt ends the row. */
  reconciliationFaults: z.number().int().optional(),
  /** Candidate ranges that were asked in this round. */
  askedRanges: z.number().int().optional(),
  /** A listing of this round proved nothing. So the round is a fault and no attempt. */
  hasDoubtedRange: z.boolean().optional(),
  lastReconciliationAt: Timestamp.optional(),
  nextReconciliationAt: Timestamp.optional(),
  reconciliationId: ReconciliationId.optional(),
  /** An export for other calls listed its recording. It is set only if the record has no other proof that OCP has one. */
  isListed: z.boolean().optional(),
  /** The last export job that listed its recording. */
  exportJobId: z.string().optional(),
  outcome: Outcome.optional(),
  /** Code and message of the outcome. Records from before it existed lack it. */
  errorDetails: ErrorDetails.optional(),
  /** What OCP's listing says of its recording. */
  ocpMetadata: keepUnknownFields(OcpMetadata).optional(),
  /** An export job that listed the call can be read until then. So OCP has the recording at least that long. */
  listedUntil: Timestamp.optional(),
  /** A window took the call for a job that lists it, and OCP keeps that job until then. */
  fetchedUntil: Timestamp.optional(),
  /** The shortest range in which an export listed the call, if exports for its reported starts may miss it. */
  listedRange: keepUnknownFields(z.object({ from: Timestamp, to: Timestamp })).optional(),
  recoverableUntil: Timestamp,
  lastManualAction: ManualAction.optional(),
  /** Only of a recording that OCP exported. Records from before it was kept lack it. */
  recoveredBy: RecoveredBy.optional(),
  /** An export listed the call before any event of it came: OCP has its recording. */
  isDiscovered: z.boolean().optional(),
  ...moveFields,
  /** What each kind of source reported. The fields above that come from CDRs are derived from it. */
  facts: Facts,
  history: z.array(HistoryEntry),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  schemaVersion: z.number().int(),
  /** Counts the writes. Every write is conditional on the revision that was read. */
  revision: z.number().int(),
});
export type CallRecord = z.infer<typeof CallRecord>;
