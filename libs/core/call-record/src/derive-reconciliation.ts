import type { CallRecord, Outcome } from './call-record.ts';
import type { DeriveContext } from './change-context.ts';
import { type AudioExpectation, EXPECTATION_RULES_VERSION, expectAudio } from './expect-audio.ts';
import { findGroupOfCall, isGroupLost } from './group-of-call.ts';
import { groupVersionOf } from './group-version.ts';
import { isGivenUp } from './held.ts';
import { CALL_UNIDENTIFIED, NO_AUDIO_EXPECTED } from './outcome-codes.ts';
import { shardOf } from './shard-of.ts';
import { shifted, type Timestamp } from './timestamp.ts';

/** A call that was given up stays in the index so long after its deadline, so that each run of the pooler sees a corrected one. */
export const REVIEW_DAYS = 14;
const DAY_MS = 86_400_000;

type ReconciliationFields = Pick<CallRecord, 'reconciliationStatus' | 'reconciliationShard' | 'outcome'>;

/**
 * Says whether a call is still to be reconciled; no other place decides that. While it is, `reconciliationShard` is set
 * and puts the record into the sparse index.
 */
export const deriveReconciliation = (record: CallRecord, context: DeriveContext): ReconciliationFields => {
  if (record.s3Stored) return leaveIndex('completed', undefined);
  const expectation = judgeAudioExpectation(record, context);
  if (!expectation.expected) {
    return leaveIndex(undefined, explainNoAudio(record, expectation, context));
  }
  if (record.outcome?.code === CALL_UNIDENTIFIED) {
    return leaveIndex(undefined, { ...record.outcome, retryable: false });
  }
  if (isExplained(record) && isGroupLost(record, context.group) && !hasProof(record)) {
    return leaveIndex(undefined, record.outcome);
  }
  // The explanation was found wrong, as by a later event: the call is to be reconciled after all.
  const outcome = isExplained(record) ? undefined : record.outcome;
  return {
    reconciliationStatus: record.reconciliationStatus ?? 'pending',
    reconciliationShard:
      isGivenUp(record) && isReviewOver(record, context.now)
        ? undefined
        : shardOf(record, context.shardCount),
    outcome,
  };
};

/**
 * Whether OCP can have a recording of the call, by everything in its record. A listing that names the call, or its
 * bytes in quarantine, prove that there is one, whatever its channel or group. So does a person who asks for it. Quarantined bytes that name no call prove
 * nothing.
 */
export const judgeAudioExpectation = (record: CallRecord, { group }: DeriveContext): AudioExpectation =>
  hasProof(record) ? { expected: true } : expectAudio(record.facts, findGroupOfCall(record.facts, group));

/** Whether the record says that no audio is expected. */
export const isExplained = ({ outcome }: CallRecord): boolean => outcome?.code === NO_AUDIO_EXPECTED;

/** Whether the record proves that OCP has a recording of the call. */
export const hasProof = ({
  isListed,
  listedUntil,
  facts,
  quarantined,
  lastManualAction,
}: CallRecord): boolean =>
  isListed === true ||
  listedUntil !== undefined ||
  facts.discovered !== undefined ||
  lastManualAction !== undefined ||
  (quarantined?.some(({ reason }) => reason !== CALL_UNIDENTIFIED) ?? false);

const leaveIndex = (
  reconciliationStatus: CallRecord['reconciliationStatus'],
  outcome: Outcome | undefined,
): ReconciliationFields => ({ reconciliationStatus, reconciliationShard: undefined, outcome });

/** Whether a call that was given up leaves the index. */
export const isReviewOver = (
  { recoverableUntil }: Pick<CallRecord, 'recoverableUntil'>,
  now: Timestamp,
): boolean => shifted(recoverableUntil, REVIEW_DAYS * DAY_MS) <= now;

/** The first explanation stays, with its evidence, until another rule explains the call. */
const explainNoAudio = (
  { outcome, facts }: CallRecord,
  { reason: rule, why }: Extract<AudioExpectation, { expected: false }>,
  { group: given, now }: DeriveContext,
): Outcome => {
  if (outcome?.code === NO_AUDIO_EXPECTED && outcome.message === why) return outcome;
  const group = findGroupOfCall(facts, given);
  const groupVersion = group && { groupVersion: groupVersionOf(group) };
  const evidence = { rule, rulesVersion: EXPECTATION_RULES_VERSION, ...groupVersion };
  return { code: NO_AUDIO_EXPECTED, message: why, retryable: false, at: now, evidence };
};
