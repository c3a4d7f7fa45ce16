import { epochMsOf, shifted, type Timestamp } from '@recordings/call-record';
import type { PendingCall } from './pending-call.ts';
import type { Priority } from './priority.ts';

export type CandidatePolicy = {
  /** A call is left to the push for this long after we learned of its end. */
  readonly bufferMs: number;
  readonly lookbackMs: number;
  /**
   * A call whose CDR end never came is taken for ended after this long, or half of the time that OCP keeps it; near
   * OCP's deletion this counts from its start alone, else also from when we heard of it.
   */
  readonly missingEndAfterMs: number;
  /** A queued or held call is looked at again after this long without a sign of life. */
  readonly staleAfterMs: number;
  readonly includeFailed: boolean;
  /** Calls that OCP deletes within this time go first. */
  readonly urgentMarginMs: number;
  /** Too close to OCP's deletion for an export to finish. */
  readonly expiryMarginMs: number;
};

export type CallClass =
  | { readonly kind: 'candidate'; readonly priority: Priority }
  /** Held by a reconciliation that has not been heard of: a candidate if that one is closed, absent or expired. */
  | { readonly kind: 'maybe-stale'; readonly priority: Priority }
  | { readonly kind: 'retention-expired' }
  | { readonly kind: 'future' }
  /** No registered group: there is nobody to export it for until the registry names it. */
  | { readonly kind: 'group-unknown' }
  | { readonly kind: 'not-due' };

/** Says what a pooler run at `now` makes of a call of the index. */
export const classifyCall = (
  call: PendingCall,
  isGroupKnown: boolean,
  now: Timestamp,
  policy: CandidatePolicy,
): CallClass => {
  if (call.callTimestamp > now) return { kind: 'future' };
  if (shifted(call.recoverableUntil, -policy.expiryMarginMs) <= now) return { kind: 'retention-expired' };
  if (!hasEndedLongEnough(call, now, policy)) return { kind: 'not-due' };
  if (call.nextReconciliationAt !== undefined && call.nextReconciliationAt > now) return { kind: 'not-due' };
  if (call.reconciliationStatus === 'failed' && !policy.includeFailed) return { kind: 'not-due' };
  if (!isGroupKnown) return { kind: 'group-unknown' };
  const priority = priorityOf(call, now, policy);
  const isHeld = call.reconciliationStatus === 'queued' || call.reconciliationStatus === 'in_progress';
  if (!isHeld) return { kind: 'candidate', priority };
  const heldSince = call.lastReconciliationAt ?? call.createdAt;
  return shifted(heldSince, policy.staleAfterMs) <= now
    ? { kind: 'maybe-stale', priority }
    : { kind: 'not-due' };
};

const hasEndedLongEnough = (call: PendingCall, now: Timestamp, policy: CandidatePolicy): boolean => {
  const isLongAgo = (instant: Timestamp, waitMs: number): boolean => shifted(instant, waitMs) <= now;
  if (call.hasCdrEnd) {
    // An end that lies after its telling is a wrong clock's: the call was over when it was told.
    const learnedAt = call.cdrEndReceivedAt ?? call.callEndTimestamp ?? call.callTimestamp;
    return isLongAgo(learnedAt, policy.bufferMs);
  }
  // OCP has listed its recording, so it is over.
  if (call.isDiscovered) return isLongAgo(call.createdAt, policy.bufferMs);
  const { callTimestamp, createdAt, recoverableUntil } = call;
  const keptMs = epochMsOf(recoverableUntil) - epochMsOf(callTimestamp);
  const hasEnded = isLongAgo(callTimestamp, Math.min(policy.missingEndAfterMs, keptMs / 2));
  return hasEnded && (isLongAgo(createdAt, policy.missingEndAfterMs) || isNearDeadline(call, now, policy));
};

const isNearDeadline = (
  { recoverableUntil }: PendingCall,
  now: Timestamp,
  policy: CandidatePolicy,
): boolean => shifted(recoverableUntil, -policy.urgentMarginMs) <= now;

/** More than this many attempts make a call urgent (requirement documents, payload rules). */
const MANY_ATTEMPTS = 2;

const priorityOf = (call: PendingCall, now: Timestamp, policy: CandidatePolicy): Priority => {
  if (isNearDeadline(call, now, policy) || call.reconciliationAttempts > MANY_ATTEMPTS) return 'high';
  return shifted(call.callTimestamp, policy.lookbackMs) < now ? 'low' : 'normal';
};
