import {
  CALL_UNIDENTIFIED,
  type CallRecord,
  type Evidence,
  isGivenUp,
  isTombstone,
  NO_AUDIO_EXPECTED,
  RETENTION_EXPIRED,
} from '@recordings/call-record';
import { type AbsenceKind, type AbsentCall, NOT_RECORDED } from './absent-call.ts';

type Absent = Pick<CallRecord, 's3Stored' | 'outcome' | 'reconciliationStatus'>;

/** @returns undefined for a call that is stored, or still to be recovered. */
export const absenceOf = (call: Absent): AbsenceKind | undefined => {
  if (call.s3Stored || isTombstone(call)) return undefined;
  if (isGivenUp(call)) return 'given-up';
  if (call.reconciliationStatus !== undefined) return undefined;
  if (call.outcome?.code === NO_AUDIO_EXPECTED) return 'explained';
  return call.outcome?.code === CALL_UNIDENTIFIED ? 'unidentified' : undefined;
};

/**
 * The row of a call in the absence register.
 *
 * @param confirmedByJob the job whose listing confirms the hour of the call.
 * @returns undefined if the call is not absent.
 */
export const describeAbsence = (
  record: CallRecord,
  confirmedByJob: string | undefined,
): AbsentCall | undefined => {
  const kind = absenceOf(record);
  const { outcome } = record;
  if (kind === undefined || !outcome) return undefined;
  return {
    tenantId: record.tenantId,
    callId: record.callId,
    groupId: record.groupId,
    lineOfBusiness: record.lineOfBusiness,
    startedAt: record.callTimestamp,
    endedAt: record.callEndTimestamp,
    kind,
    code: outcome.code,
    reason: outcome.message,
    decidedAt: outcome.at,
    decidedBy: findDecider(record, outcome.at) ?? NOT_RECORDED,
    ...tellEvidence(outcome.code, outcome.evidence),
    // A listing has named the call: its bytes were rejected, or could not be downloaded.
    confirmedByJob: record.listedUntil === undefined ? confirmedByJob : undefined,
    attempts: record.reconciliationAttempts,
    lastAskedAt: record.lastReconciliationAt,
    keptUntil: record.recoverableUntil,
    ...tellRejected(record),
    ...tellPerson(record),
  };
};

/** Who made the change that gave the call its outcome. Its entry may have been condensed. */
const findDecider = ({ history }: CallRecord, at: string): string | undefined =>
  history.findLast((entry) => entry.at === at && entry.detail['outcome'] != null)?.by;

type EvidenceField = 'rule' | 'rulesVersion' | 'groupVersion' | 'exportJobId' | 'listing' | 'listedAt';

const OF_A_RULE: readonly EvidenceField[] = ['rule', 'rulesVersion', 'groupVersion'];
const OF_A_LISTING: readonly EvidenceField[] = ['exportJobId', 'listing', 'listedAt', 'rulesVersion'];

const expectedFields = (code: string): readonly EvidenceField[] => {
  if (code === CALL_UNIDENTIFIED) return [];
  return code === NO_AUDIO_EXPECTED || code === RETENTION_EXPIRED ? OF_A_RULE : OF_A_LISTING;
};

/** What does not apply stays empty. */
const tellEvidence = (
  code: string,
  evidence: Evidence | undefined,
): Partial<Record<EvidenceField, string>> => {
  if (!evidence) return Object.fromEntries(expectedFields(code).map((field) => [field, NOT_RECORDED]));
  const { rule, rulesVersion, groupVersion, exportJobId, listing, listedAt } = evidence;
  return { rule, rulesVersion: rulesVersion?.toString(), groupVersion, exportJobId, listing, listedAt };
};

const tellRejected = ({ quarantined = [], quarantinedCount }: CallRecord) => {
  const newest = quarantined.at(-1);
  return {
    rejected: quarantinedCount ?? quarantined.length,
    rejectedReason: newest?.reason,
    rejectedKey: newest?.key,
    rejectedSha256: newest?.sha256,
  };
};

const tellPerson = ({ lastManualAction: action, lastDismissal: dismissal }: CallRecord) => {
  const last =
    dismissal && (!action || dismissal.at > action.at) ? { ...dismissal, what: 'discard' } : action;
  return {
    person: last?.by,
    personAction: last?.what,
    personReason: last?.reason,
    personAt: last?.at,
  };
};
