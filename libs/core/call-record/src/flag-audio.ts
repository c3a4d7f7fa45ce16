import type { CallRecord } from './call-record.ts';
import { findReported, sourcesByPrecedence } from './cdr/cdr-facts.ts';
import type { DeriveContext } from './change-context.ts';
import { isExplained } from './derive-reconciliation.ts';
import { expectAudio } from './expect-audio.ts';
import { isGroupLost } from './group-of-call.ts';
import { SHORTER_THAN_CALL_SHARE } from './shorter-than-call.ts';
import { epochMsOf } from './timestamp.ts';

/** A recording of a call of which no audio was expected. */
const AUDIO_NOT_EXPECTED = 'AUDIO_NOT_EXPECTED';
/** The object is in the bucket of another line of business than the record now names. */
const OTHER_LINE_OF_BUSINESS = 'OTHER_LINE_OF_BUSINESS';
/** Information only: OCP pauses a recording in sensitive steps. */
const SHORTER_THAN_CALL = 'SHORTER_THAN_CALL';
const LONGER_THAN_CALL = 'LONGER_THAN_CALL';
/** A longer recording is suspicious beyond this. */
const LONGER_THAN_CALL_TOLERANCE_MS = 5_000;

/** The flags of the stored audio, sorted: the probe's own, and those that follow from the record. */
export const flagAudio = (record: CallRecord, context: DeriveContext): string[] | undefined => {
  if (!record.audio) return undefined;
  const flags = new Set(record.audio.flags);
  if (!wasAudioExpected(record, context)) flags.add(AUDIO_NOT_EXPECTED);
  const { locationLineOfBusiness: placedFor = record.lineOfBusiness, lineOfBusiness = placedFor } = record;
  if (placedFor !== lineOfBusiness) flags.add(OTHER_LINE_OF_BUSINESS);
  const lengthFlag = compareWithCall(record, context);
  if (lengthFlag) flags.add(lengthFlag);
  return [...flags].sort();
};

const compareWithCall = (record: CallRecord, { group }: DeriveContext): string | undefined => {
  const callMs = callDurationMsOf(record);
  if (callMs === undefined || !record.audio) return undefined;
  const { durationMs } = record.audio;
  if (durationMs > callMs + LONGER_THAN_CALL_TOLERANCE_MS) return LONGER_THAN_CALL;
  const share = group?.shorterThanCallShare ?? SHORTER_THAN_CALL_SHARE;
  return durationMs < callMs * share ? SHORTER_THAN_CALL : undefined;
};

/** If the registry no longer knows the call's group, the earlier judgement holds. */
const wasAudioExpected = (record: CallRecord, { group }: DeriveContext): boolean => {
  if (!expectAudio(record.facts, group).expected) return false;
  const wasFlagged = isExplained(record) || record.audioFlags?.includes(AUDIO_NOT_EXPECTED) === true;
  return !(isGroupLost(record, group) && wasFlagged);
};

/** @returns undefined where start or end is unknown. A provisional start does not give a duration. */
const callDurationMsOf = (record: CallRecord): number | undefined => {
  if (record.durationMs !== undefined) return record.durationMs;
  const startedAt = findReported(record.facts, 'startedAt', sourcesByPrecedence);
  if (record.callEndTimestamp === undefined || startedAt === undefined) return undefined;
  return epochMsOf(record.callEndTimestamp) - epochMsOf(startedAt);
};
