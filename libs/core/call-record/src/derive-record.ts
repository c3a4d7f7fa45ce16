import type { CallRecord, Outcome } from './call-record.ts';
import { type FactSource, firstTold, identity } from './cdr/cdr-facts.ts';
import { type AudioExpectation, expectAudio } from './expect-audio.ts';
import { groupOfCall, isGroupKnown } from './group-of-call.ts';
import type { GroupId } from './ids.ts';
import { lineOfBusinessOf, type RegistryGroup } from './registry.ts';
import { shardOf } from './shard-of.ts';
import { epochMsOf, shifted, type Timestamp } from './timestamp.ts';

export type DeriveContext = {
  readonly group: RegistryGroup | undefined;
  /** Shards of the reconciliation index, the same for every service of a deployment. */
  readonly shardCount: number;
  readonly now: Timestamp;
};

const DAY_MS = 86_400_000;
/** Days assumed for a group nobody registered: OCP's default. */
const DEFAULT_RETENTION_DAYS = 60;
/** A recording this much longer than its call is suspicious; shorter is normal, sensitive steps are paused. */
const LONGER_THAN_CALL_TOLERANCE_MS = 5_000;

const ends: readonly FactSource[] = ['end', 'ivrEnd'];

/**
 * Fills in every field that follows from others. Each has one order of precedence among its sources, so the
 * order in which events came leaves no trace. The one place that says whether a call is still to be reconciled.
 *
 * A caller that knows no group of the call takes nothing away that a registered group gave the record.
 */
export const deriveRecord = (record: CallRecord, given: DeriveContext): CallRecord => {
  const { facts } = record;
  const context = { ...given, group: groupOfCall(facts, given.group) };
  const tell = <F extends Parameters<typeof firstTold>[1]>(
    field: F,
    order: readonly FactSource[] = identity,
  ) => firstTold(facts, field, order);
  const callTimestamp = tell('startedAt') ?? record.callTimestamp;
  const next: CallRecord = {
    ...record,
    groupId: groupIdOf(record, context),
    conversationId: tell('conversationId'),
    lineOfBusiness: lineOfBusinessOf(context.group, tell('app')) ?? record.lineOfBusiness,
    customerId: tell('customerId'),
    channel: tell('channel'),
    direction: tell('direction'),
    callTimestamp,
    callEndTimestamp: tell('endedAt', ends),
    durationMs: tell('durationMs', ends),
    exitStatus: tell('exitStatus', ends),
    ivrResult: tell('ivrResult', ['ivrEnd', 'end']),
    hasCdrEnd: record.hasCdrEnd || facts.end !== undefined,
    recoverableUntil: shifted(callTimestamp, retentionMsOf(record, context)),
    isDiscovered: facts.discovered !== undefined || undefined,
  };
  next.cdrEndReceivedAt = record.cdrEndReceivedAt ?? (next.hasCdrEnd ? context.now : undefined);
  next.callStatus = callStatusOf(next);
  next.audioFlags = audioFlagsOf(next, context);
  return { ...next, ...reconciliationOf(next, context) };
};

const groupIdOf = (record: CallRecord, { group }: DeriveContext): GroupId | undefined => {
  if (group) return group.name;
  if (isGroupKnown(record)) return record.groupId;
  const named =
    firstTold(record.facts, 'groupId', identity) ?? firstTold(record.facts, 'unknownGroupId', identity);
  return (named as GroupId | undefined) ?? record.groupId;
};

const retentionMsOf = (record: CallRecord, { group }: DeriveContext): number =>
  !group && isGroupKnown(record)
    ? epochMsOf(record.recoverableUntil) - epochMsOf(record.callTimestamp)
    : (group?.retentionDays ?? DEFAULT_RETENTION_DAYS) * DAY_MS;

const callStatusOf = (record: CallRecord): CallRecord['callStatus'] => {
  const { ivrEnd } = record.facts;
  const wasTransferred =
    /transfer/i.test(record.exitStatus ?? '') || /transfer/i.test(ivrEnd?.exitStatus ?? '');
  if (record.hasCdrEnd && record.s3Stored) return 'COMPLETED';
  if (record.hasCdrEnd) return ivrEnd === undefined || wasTransferred ? 'FINISHED_AGENT' : 'FINISHED_IVR';
  return ivrEnd === undefined || wasTransferred ? 'ACTIVE' : 'FINISHED_IVR';
};

const audioFlagsOf = (record: CallRecord, context: DeriveContext): string[] | undefined => {
  if (!record.audio) return undefined;
  const flags = new Set(record.audio.flags);
  const wasNotExpected = isExplained(record) || record.audioFlags?.includes(AUDIO_NOT_EXPECTED);
  if (
    !expectAudio(record.facts, context.group).expected ||
    (isGroupLost(record, context) && wasNotExpected)
  ) {
    flags.add(AUDIO_NOT_EXPECTED);
  }
  const { locationLineOfBusiness: placedFor = record.lineOfBusiness, lineOfBusiness = placedFor } = record;
  if (placedFor !== lineOfBusiness) flags.add('OTHER_LINE_OF_BUSINESS');
  // A provisional start says nothing of the length.
  const startedAt = firstTold(record.facts, 'startedAt', identity);
  const callMs =
    record.durationMs ??
    (record.callEndTimestamp === undefined || startedAt === undefined
      ? undefined
      : epochMsOf(record.callEndTimestamp) - epochMsOf(startedAt));
  if (callMs !== undefined && record.audio.durationMs > callMs + LONGER_THAN_CALL_TOLERANCE_MS) {
    flags.add('LONGER_THAN_CALL');
  }
  return [...flags].sort();
};

export const NO_AUDIO_EXPECTED = 'NO_AUDIO_EXPECTED';
/** Flag of a recording that came of a call that was explained, or would be. */
const AUDIO_NOT_EXPECTED = 'AUDIO_NOT_EXPECTED';

/**
 * Whether OCP can have a recording of the call, by all that its record holds. Bytes that came for it prove that there
 * is one, whatever its channel or its group say; those that named no call prove nothing.
 */
export const audioExpectationOf = (record: CallRecord, { group }: DeriveContext): AudioExpectation =>
  hasProof(record) ? { expected: true } : expectAudio(record.facts, groupOfCall(record.facts, group));

/** Bytes that name no call: their record stands for no call that OCP could be asked for. */
const CALL_UNIDENTIFIED = 'CALL_UNIDENTIFIED';

const hasProof = ({ quarantined }: CallRecord): boolean =>
  quarantined?.some(({ reason }) => reason !== CALL_UNIDENTIFIED) ?? false;

const isExplained = ({ outcome }: CallRecord): boolean => outcome?.code === NO_AUDIO_EXPECTED;

/** The caller cannot say what the call's group says of it: what stands then stays. */
const isGroupLost = (record: CallRecord, { group }: DeriveContext): boolean =>
  group === undefined && isGroupKnown(record);

type ReconciliationFields = Pick<CallRecord, 'reconciliationStatus' | 'reconciliationShard' | 'outcome'>;

const reconciliationOf = (record: CallRecord, context: DeriveContext): ReconciliationFields => {
  if (record.s3Stored) {
    return { reconciliationStatus: 'completed', reconciliationShard: undefined, outcome: undefined };
  }
  const expectation = audioExpectationOf(record, context);
  if (!expectation.expected) {
    const outcome = noAudioOutcome(record, expectation.why, context.now);
    return { reconciliationStatus: undefined, reconciliationShard: undefined, outcome };
  }
  if (record.outcome?.code === CALL_UNIDENTIFIED) {
    const outcome = { ...record.outcome, retryable: false };
    return { reconciliationStatus: undefined, reconciliationShard: undefined, outcome };
  }
  if (isExplained(record) && isGroupLost(record, context) && !hasProof(record)) {
    return {
      reconciliationStatus: undefined,
      reconciliationShard: undefined,
      outcome: record.outcome,
    };
  }
  // What was explained away by a gap that has since been filled is to be reconciled after all.
  const outcome = isExplained(record) ? undefined : record.outcome;
  const isOver = outcome !== undefined && !outcome.retryable;
  return {
    reconciliationStatus: record.reconciliationStatus ?? 'pending',
    reconciliationShard: isOver ? undefined : shardOf(record, context.shardCount),
    outcome,
  };
};

const noAudioOutcome = (record: CallRecord, why: string, now: Timestamp): Outcome =>
  record.outcome?.code === NO_AUDIO_EXPECTED && record.outcome.message === why
    ? record.outcome
    : { code: NO_AUDIO_EXPECTED, message: why, retryable: false, at: now };
