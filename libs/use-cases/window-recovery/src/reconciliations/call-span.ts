import { type CallClaim, epochMsOf, shifted, type Timestamp } from '@recordings/call-record';
import type { CallOutcome } from '@recordings/reconciliation';

type Claimed = Extract<CallClaim, { kind: 'claimed' }>;
type Span = Pick<CallOutcome, 'startedAt' | 'endedAt' | 'isUncertain'>;

/**
 * The assumed length of a call whose start or end is unknown. The export must cover both, because OCP may select by
 * either. Only then does a missing recording prove that OCP has none.
 */
const ASSUMED_LONGEST_CALL_MS = 4 * 3_600_000;

/** An end that is further from its start comes from a wrong clock. One export could not cover both. */
const LONGEST_CALL_MS = 24 * 3_600_000;

/** The credible start and end of a claimed call, or two instants between which both lie. */
export const spanOf = (claim: Claimed, now: Timestamp): Span => {
  const { startedAt, range } = claim;
  // Ranges are half-open.
  if (range) {
    return { startedAt: range.from, endedAt: earlier(shifted(range.to, -1), now), isUncertain: true };
  }
  const endedAt = credibleEnd(claim, now);
  if (claim.isStartProvisional) return { ...provisionalSpan(claim, endedAt, now), isUncertain: true };
  if (endedAt === undefined) {
    return {
      startedAt,
      endedAt: later(startedAt, earlier(shifted(startedAt, ASSUMED_LONGEST_CALL_MS), now)),
    };
  }
  // The clocks differ, and which of them is wrong is unknown.
  if (endedAt < startedAt) return { startedAt: endedAt, endedAt: startedAt, isUncertain: true };
  return { startedAt, endedAt };
};

const credibleEnd = (
  { startedAt, startedBefore, isStartProvisional, endedAt }: Claimed,
  now: Timestamp,
): Timestamp | undefined => {
  if (endedAt === undefined || endedAt > now) return undefined;
  if (startedBefore !== undefined) {
    // A listing proves that the call is in this range. The hours before its end are asked for only if they overlap it.
    const isNear = shifted(endedAt, -ASSUMED_LONGEST_CALL_MS) < startedBefore;
    return endedAt >= startedAt && isNear ? endedAt : undefined;
  }
  const lastsMs = Math.abs(epochMsOf(endedAt) - epochMsOf(startedAt));
  return isStartProvisional || lastsMs <= LONGEST_CALL_MS ? endedAt : undefined;
};

const provisionalSpan = (
  { startedAt, startedBefore }: Claimed,
  endedAt: Timestamp | undefined,
  now: Timestamp,
): Span => {
  if (endedAt !== undefined) return { startedAt: shifted(endedAt, -ASSUMED_LONGEST_CALL_MS), endedAt };
  // Ranges of exports are half-open.
  if (startedBefore !== undefined) return { startedAt, endedAt: shifted(startedBefore, -1) };
  return {
    startedAt: shifted(startedAt, -ASSUMED_LONGEST_CALL_MS),
    endedAt: earlier(shifted(startedAt, ASSUMED_LONGEST_CALL_MS), now),
  };
};

const earlier = (a: Timestamp, b: Timestamp): Timestamp => (a < b ? a : b);
const later = (a: Timestamp, b: Timestamp): Timestamp => (a > b ? a : b);
