import type { CallRecord, Outcome } from './call-record.ts';
import type { DeriveContext } from './change-context.ts';
import { type AudioExpectation, expectAudio } from './expect-audio.ts';
import { findGroupOfCall, isGroupLost } from './group-of-call.ts';
import { CALL_UNIDENTIFIED, NO_AUDIO_EXPECTED } from './outcome-codes.ts';
import { shardOf } from './shard-of.ts';
import type { Timestamp } from './timestamp.ts';

type ReconciliationFields = Pick<CallRecord, 'reconciliationStatus' | 'reconciliationShard' | 'outcome'>;

/**
 * Says whether a call is still to be reconciled; no other place decides that. While it is, `reconciliationShard` is set
 * and puts the record into the sparse index.
 */
export const deriveReconciliation = (record: CallRecord, context: DeriveContext): ReconciliationFields => {
  if (record.s3Stored) return leaveIndex('completed', undefined);
  const expectation = judgeAudioExpectation(record, context);
  if (!expectation.expected) {
    return leaveIndex(undefined, explainNoAudio(record, expectation.why, context.now));
  }
  if (record.outcome?.code === CALL_UNIDENTIFIED) {
    return leaveIndex(undefined, { ...record.outcome, retryable: false });
  }
  if (isExplained(record) && isGroupLost(record, context.group) && !hasProof(record)) {
    return leaveIndex(undefined, record.outcome);
  }
  // The explanation was found wrong, as by a later event: the call is to be reconciled after all.
  const outcome = isExplained(record) ? undefined : record.outcome;
  const isFinal = outcome !== undefined && !outcome.retryable;
  return {
    reconciliationStatus: record.reconciliationStatus ?? 'pending',
    reconciliationShard: isFinal ? undefined : shardOf(record, context.shardCount),
    outcome,
  };
};

/**
 * Whether OCP can have a recording of the call, by everything in its record. Quarantined bytes of the call prove that
 * there is one, whatever its channel or group. Quarantined bytes that name no call prove nothing.
 */
export const judgeAudioExpectation = (record: CallRecord, { group }: DeriveContext): AudioExpectation =>
  hasProof(record) ? { expected: true } : expectAudio(record.facts, findGroupOfCall(record.facts, group));

/** Whether the record says that no audio is expected. */
export const isExplained = ({ outcome }: CallRecord): boolean => outcome?.code === NO_AUDIO_EXPECTED;

const hasProof = ({ quarantined }: CallRecord): boolean =>
  quarantined?.some(({ reason }) => reason !== CALL_UNIDENTIFIED) ?? false;

const leaveIndex = (
  reconciliationStatus: CallRecord['reconciliationStatus'],
  outcome: Outcome | undefined,
): ReconciliationFields => ({ reconciliationStatus, reconciliationShard: undefined, outcome });

const explainNoAudio = (record: CallRecord, why: string, now: Timestamp): Outcome =>
  record.outcome?.code === NO_AUDIO_EXPECTED && record.outcome.message === why
    ? record.outcome
    : { code: NO_AUDIO_EXPECTED, message: why, retryable: false, at: now };
