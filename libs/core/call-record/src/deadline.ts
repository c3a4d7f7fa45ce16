import type { CallRecord } from './call-record.ts';
import type { DeriveContext } from './change-context.ts';
import { findGroupOfCall, isGroupLost } from './group-of-call.ts';
import { hasImpossibleStart } from './impossible-start.ts';
import { retentionMsOf } from './retention.ts';
import { earlierOf, epochMsOf, laterOf, shifted, type Timestamp } from './timestamp.ts';

const DAY_MS = 86_400_000;

/**
 * The deadline of a call, which begins at `callTimestamp` by today's facts. A listing, or the word of a person, never moves
 * it earlier.
 */
export const deriveDeadline = (
  record: CallRecord,
  callTimestamp: Timestamp,
  context: DeriveContext,
): Timestamp => {
  const deadline = deriveWithoutListing(record, callTimestamp, context);
  return laterOf(deadline, record.listedUntil ?? deadline);
};

/**
 * Until when a new export finds the recording, as far as we know. A job that lists it may keep it longer, and then the
 * deadline of the call is later.
 */
export const exportableUntil = (record: CallRecord, context: DeriveContext): Timestamp =>
  deriveWithoutListing(record, record.callTimestamp, {
    ...context,
    group: findGroupOfCall(record.facts, context.group),
  });

/** Whether OCP may delete the recording before another job lists it: within a day, or before the end of this job. */
export const isLastChance = (
  { recoverableUntil }: Pick<CallRecord, 'recoverableUntil'>,
  readableUntil: Timestamp,
  now: Timestamp,
): boolean => recoverableUntil < laterOf(readableUntil, shifted(now, DAY_MS));

const deriveWithoutListing = (
  record: CallRecord,
  callTimestamp: Timestamp,
  { group }: DeriveContext,
): Timestamp => {
  // Nothing says how long OCP keeps the recordings of a group that the registry has lost. The deadline moves with the start.
  const deadline = isGroupLost(record, group)
    ? shifted(callTimestamp, epochMsOf(record.recoverableUntil) - epochMsOf(record.callTimestamp))
    : shifted(latestStart(record, callTimestamp), retentionMsOf(group));
  return laterOf(deadline, record.lastManualAction?.recoverableUntil ?? deadline);
};

/**
 * When the call may have started at the latest. If a source reported an impossible start, OCP keeps the recording from
 * when we received the first event on, as far as we know. If only a listing without starts names the call, it may have
 * started at the end of the range of that export.
 */
const latestStart = ({ facts, createdAt }: CallRecord, callTimestamp: Timestamp): Timestamp => {
  if (hasImpossibleStart(facts)) return laterOf(callTimestamp, createdAt);
  const { startedAt, startedBefore } = facts.discovered ?? {};
  const isRange = startedBefore !== undefined && startedAt === callTimestamp;
  return isRange ? laterOf(callTimestamp, earlierOf(startedBefore, createdAt)) : callTimestamp;
};
