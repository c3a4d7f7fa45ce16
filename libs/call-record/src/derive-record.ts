import type { CallRecord, Outcome } from './call-record.ts';
import { type FactSource, firstTold } from './cdr/cdr-facts.ts';
import { type AudioExpectation, expectAudio } from './expect-audio.ts';
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
const identity: readonly FactSource[] = ['start', 'end', 'ivrEnd', 'recording', 'discovered'];

/**
 * Fills in every field that follows from others. Each has one order of precedence among its sources, so the
 * order in which events came leaves no trace. The one place that says whether a call is still to be reconciled.
 */
export const deriveRecord = (record: CallRecord, context: DeriveContext): CallRecord => {
  const { facts } = record;
  const tell = <F extends Parameters<typeof firstTold>[1]>(
    field: F,
    order: readonly FactSource[] = identity,
  ) => firstTold(facts, field, order);
  const callTimestamp = tell('startedAt') ?? record.callTimestamp;
  const next: CallRecord = {
    ...record,
    groupId: (tell('groupId') as GroupId | undefined) ?? record.groupId,
    conversationId: tell('conversationId'),
    lineOfBusiness: lineOfBusinessOf(context.group, tell('app')),
    customerId: tell('customerId'),
    channel: tell('channel'),
    direction: tell('direction'),
    callTimestamp,
    callEndTimestamp: tell('endedAt', ends),
    durationMs: tell('durationMs', ends),
    exitStatus: tell('exitStatus', ends),
    ivrResult: tell('ivrResult', ['ivrEnd', 'end']),
    hasCdrEnd: record.hasCdrEnd || facts.end !== undefined,
    recoverableUntil: shifted(
      callTimestamp,
      (context.group?.retentionDays ?? DEFAULT_RETENTION_DAYS) * DAY_MS,
    ),
  };
  next.cdrEndReceivedAt = record.cdrEndReceivedAt ?? (next.hasCdrEnd ? context.now : undefined);
  next.callStatus = callStatusOf(next);
  next.audioFlags = audioFlagsOf(next, context);
  return { ...next, ...reconciliationOf(next, context) };
};

const callStatusOf = (record: CallRecord): CallRecord['callStatus'] => {
  const { ivrEnd } = record.facts;
  const wasTransferred =
    /transfer/i.test(record.exitStatus ?? '') || /transfer/i.test(ivrEnd?.exitStatus ?? '');
  if (record.hasCdrEnd && record.s3Stored) return 'COMPLETED';
  if (record.hasCdrEnd) return ivrEnd === undefined || wasTransferred ? 'FINISHED_AGENT' : 'FINISHED_IVR';
  return ivrEnd === undefined || wasTransferred ? 'ACTIVE' : 'FINISHED_IVR';
};

const audioFlagsOf = (record: CallRecord, { group }: DeriveContext): string[] | undefined => {
  if (!record.audio) return undefined;
  const flags = new Set(record.audio.flags);
  if (!expectAudio(record.facts, group).expected) flags.add('AUDIO_NOT_EXPECTED');
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

/**
 * Whether OCP can have a recording of the call, by all that its record holds. Bytes that came for it prove that there
 * is one, whatever its channel or its group say; those that named no call prove nothing.
 */
export const audioExpectationOf = (
  { facts, quarantined }: CallRecord,
  { group }: DeriveContext,
): AudioExpectation =>
  quarantined?.some(({ reason }) => reason !== 'CALL_UNIDENTIFIED')
    ? { expected: true }
    : expectAudio(facts, group);

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
  // What was explained away by a gap that has since been filled is to be reconciled after all.
  const outcome = record.outcome?.code === NO_AUDIO_EXPECTED ? undefined : record.outcome;
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
