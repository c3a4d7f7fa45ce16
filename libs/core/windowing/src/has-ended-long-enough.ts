import { epochMsOf, shifted, type Timestamp } from '@recordings/call-record';
import type { CandidatePolicy } from './candidate-policy.ts';
import type { PendingCall } from './pending-call.ts';

/** Whether the call has ended, and the push has had the time that the policy gives it. */
export const hasEndedLongEnough = (call: PendingCall, now: Timestamp, policy: CandidatePolicy): boolean => {
  const isLongAgo = (instant: Timestamp, waitMs: number): boolean => shifted(instant, waitMs) <= now;
  if (call.hasCdrEnd) return isLongAgo(endReceivedAt(call), policy.bufferMs);
  // OCP has listed its recording, so the call has ended.
  if (call.isDiscovered) return isLongAgo(call.createdAt, policy.bufferMs);
  const { callTimestamp, createdAt, recoverableUntil } = call;
  const keptMs = epochMsOf(recoverableUntil) - epochMsOf(callTimestamp);
  if (!isLongAgo(callTimestamp, Math.min(policy.missingEndAfterMs, keptMs / 2))) return false;
  return isLongAgo(createdAt, policy.missingEndAfterMs) || isDeletedSoon(call, now, policy);
};

/**
 * When we learned of the call's end. An event cannot report an end in the future. If it does, the sender's clock is
 * wrong, so the time at which we received the event counts.
 */
const endReceivedAt = ({ cdrEndReceivedAt, callEndTimestamp, callTimestamp }: PendingCall): Timestamp =>
  cdrEndReceivedAt ?? callEndTimestamp ?? callTimestamp;

/** Whether OCP deletes the recording within `urgentMarginMs`. */
export const isDeletedSoon = (
  { recoverableUntil }: Pick<PendingCall, 'recoverableUntil'>,
  now: Timestamp,
  { urgentMarginMs }: Pick<CandidatePolicy, 'urgentMarginMs'>,
): boolean => shifted(recoverableUntil, -urgentMarginMs) <= now;
