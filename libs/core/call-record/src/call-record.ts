import { z } from 'zod';
import { Facts } from './cdr/cdr-facts.ts';
import { keepingUnknown } from './keeping-unknown.ts';
import { CallId, GroupId, ReconciliationId, TenantId } from './ids.ts';
import { Timestamp } from './timestamp.ts';

export const CALL_RECORD_SCHEMA_VERSION = 1;

export const CallStatus = z.enum(['ACTIVE', 'FINISHED_IVR', 'FINISHED_AGENT', 'COMPLETED']);
export const ReconciliationStatus = z.enum(['pending', 'queued', 'in_progress', 'completed', 'failed']);
export const IngestionSource = z.enum(['REALTIME', 'RECONCILIATION']);
export type IngestionSource = z.infer<typeof IngestionSource>;

/** Where the one final object of a call stands, or will stand. */
export const Location = keepingUnknown(z.object({ bucket: z.string(), key: z.string() }));
export type Location = z.infer<typeof Location>;

/** What the probe measured of the stored object. `sha256` is lower-case hex over all its bytes. */
export const StoredAudio = keepingUnknown(
  z.object({
    codec: z.string(),
    channels: z.number().int(),
    sampleRateHz: z.number().int(),
    durationMs: z.number().int(),
    bytes: z.number().int(),
    sha256: z.string(),
    flags: z.array(z.string()),
  }),
);
export type StoredAudio = z.infer<typeof StoredAudio>;

/** Why a call stands where it does. `retryable`: it will be tried again without anyone's help. */
export const Outcome = keepingUnknown(
  z.object({
    code: z.string(),
    message: z.string(),
    retryable: z.boolean(),
    at: Timestamp,
  }),
);
export type Outcome = z.infer<typeof Outcome>;

/** Bytes of this call that were kept and not trusted. */
export const QuarantinedObject = keepingUnknown(
  z.object({
    key: z.string(),
    reason: z.string(),
    sha256: z.string(),
    at: Timestamp,
  }),
);
export type QuarantinedObject = z.infer<typeof QuarantinedObject>;

/**
 * One change: `detail` holds the new value of every field that it set, `null` where it removed one; of `quarantined`
 * only the objects that it added.
 */
export const HistoryEntry = keepingUnknown(
  z.object({
    at: Timestamp,
    what: z.string(),
    by: z.string(),
    detail: z.record(z.string(), z.unknown()),
  }),
);
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/**
 * The DynamoDB item that follows one call. Unknown attributes, nested ones and sources of facts too, are kept as they
 * are, so that a service that was rolled back does not drop what a newer one wrote.
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
  exitStatus: z.string().optional(),
  ivrResult: z.string().optional(),
  callStatus: CallStatus,
  hasCdrEnd: z.boolean(),
  /** When we first saw the CDR end: the buffer of the pooler counts from here. */
  cdrEndReceivedAt: Timestamp.optional(),
  audioReceived: z.boolean(),
  audioReceivedAt: Timestamp.optional(),
  audioProcessed: z.boolean(),
  audioProcessedAt: Timestamp.optional(),
  s3Stored: z.boolean(),
  s3StoredAt: Timestamp.optional(),
  audioUrl: z.string().optional(),
  location: Location.optional(),
  /** The line of business whose bucket that is, as it was known when the location was claimed. */
  locationLineOfBusiness: z.string().optional(),
  audio: StoredAudio.optional(),
  audioFlags: z.array(z.string()).optional(),
  /** The newest; every one is in the bucket. */
  quarantined: z.array(QuarantinedObject).optional(),
  /** How many there were in all; absent on a record from before they were counted. */
  quarantinedCount: z.number().int().optional(),
  ingestionSource: IngestionSource.optional(),
  reconciliationStatus: ReconciliationStatus.optional(),
  /** Key of the sparse index; absent: nothing to reconcile. */
  reconciliationShard: z.string().optional(),
  reconciliationAttempts: z.number().int(),
  lastReconciliationAt: Timestamp.optional(),
  nextReconciliationAt: Timestamp.optional(),
  reconciliationId: ReconciliationId.optional(),
  /** The export job that listed its recording last. */
  exportJobId: z.string().optional(),
  outcome: Outcome.optional(),
  recoverableUntil: Timestamp,
  /** An export listed it before anybody told us of it: OCP has its recording. */
  isDiscovered: z.boolean().optional(),
  /** What each kind of source told us; the fields above that come from CDRs are derived from it. */
  facts: Facts,
  history: z.array(HistoryEntry),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  schemaVersion: z.number().int(),
  /** Counts the writes; every write expects the one that it read. */
  revision: z.number().int(),
});
export type CallRecord = z.infer<typeof CallRecord>;
