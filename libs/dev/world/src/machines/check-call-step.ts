import { isDeepStrictEqual } from 'node:util';
import { type CallRecord, isGivenUp, NO_AUDIO_EXPECTED, shifted } from '@recordings/call-record';
import { ANSWERS, CALL_EVENTS, MARGIN_MS } from './call-events.ts';
import { applyTo, type CallState, fieldsOf, nowOf } from './call-state.ts';

export const checkCallStep = (before: CallState, after: CallState, event: string): string[] => {
  const { record } = after;
  if (!record || record === before.record) return [];
  return [
    ...checkFlags(before.record, record),
    ...checkFinal(before, after),
    ...checkAttempts(before.record, record, event),
    ...checkRepeat(after, event),
  ];
};

const FLAGS = ['hasCdrEnd', 'audioReceived', 'audioProcessed', 's3Stored'] as const;
const STORED = ['audio', 'audioUrl', 's3StoredAt', 'ingestionSource'] as const;

/** Invariants 2 and 3: a flag never goes back, a location never changes, and a stored call stays as it is. */
const checkFlags = (before: CallRecord | undefined, after: CallRecord): string[] => {
  if (!before) return [];
  const broken: string[] = FLAGS.filter((flag) => before[flag] && !after[flag]).map(
    (flag) => `${flag} went back`,
  );
  if (before.location && !isDeepStrictEqual(before.location, after.location))
    broken.push('the location changed');
  if (!before.s3Stored) return broken;
  if (after.reconciliationStatus !== 'completed')
    broken.push(`it went from completed to ${after.reconciliationStatus}`);
  return [
    ...broken,
    ...STORED.filter((field) => !isDeepStrictEqual(before[field], after[field])).map(
      (field) => `${field} of a stored call changed`,
    ),
  ];
};

/** Invariant 13: a call is final only by proof of storage, by explanation, or when OCP's deadline has passed. */
const checkFinal = (before: CallState, after: CallState): string[] => {
  const record = after.record!;
  const broken: string[] = [];
  const isNewlyGivenUp = isGivenUp(record) && !(before.record && isGivenUp(before.record));
  if (isNewlyGivenUp && shifted(record.recoverableUntil, -MARGIN_MS) > nowOf(after))
    broken.push(`it was given up before ${record.recoverableUntil}`);
  if (record.outcome?.code !== NO_AUDIO_EXPECTED) return broken;
  const { start, end } = record.facts;
  const isReason = start?.isTest || end?.isTest || after.slip === 'not recorded';
  const isProved = record.listedUntil !== undefined || record.quarantined !== undefined;
  if (!isReason && before.record?.outcome?.code !== NO_AUDIO_EXPECTED)
    broken.push('it was explained without a reason');
  if (isProved) broken.push('it was explained although OCP has its recording');
  return broken;
};

/** Only an answer about the call uses an attempt, and only one; but a damaged recording uses up the prompt ones. */
const checkAttempts = (before: CallRecord | undefined, after: CallRecord, event: string): string[] => {
  const used = after.reconciliationAttempts - (before?.reconciliationAttempts ?? 0);
  if (used > 0 && !ANSWERS.includes(event)) return [`${event} used an attempt`];
  return used > 1 && after.outcome?.code !== 'DAMAGED_AT_OCP' ? [`${event} used ${used} attempts`] : [];
};

/** Invariant 4: the same message once more changes nothing. */
const checkRepeat = (after: CallState, event: string): string[] => {
  const again = applyTo(after, CALL_EVENTS[event]!);
  if (again === after || isDeepStrictEqual(fieldsOf(again.record!), fieldsOf(after.record!))) return [];
  return [`${event} changed the call twice`];
};
