import { isGivenUp, isRetryDue, shifted, type Timestamp } from '@recordings/call-record';
import type { Priority } from '@recordings/reconciliation';
import type { CandidatePolicy } from './candidate-policy.ts';
import { hasEndedLongEnough, isDeletedSoon } from './has-ended-long-enough.ts';
import { judgeHold } from './judge-hold.ts';
import type { PendingCall } from './pending-call.ts';

/** What an execution does with a call. The README has a table of the classes. */
export type CallClass =
  | { readonly kind: 'candidate'; readonly priority: Priority }
  /** A candidate if the reconciliation that holds the call is dead: closed, missing, or past its lease. */
  | { readonly kind: 'maybe-stale'; readonly priority: Priority }
  | { readonly kind: 'retention-expired' }
  /** Given up, and its deadline has passed by today's registry too. */
  | { readonly kind: 'given-up' }
  /** Given up, and the registry or its start now gives it a later deadline. */
  | { readonly kind: 'reopenable' }
  | { readonly kind: 'future' }
  /** No registered group: the call waits until the registry names its group. */
  | { readonly kind: 'group-unknown' }
  | { readonly kind: 'not-due' };

/** Classifies one call of the index, for an execution at `now`. */
export const classifyCall = (
  call: PendingCall,
  isGroupKnown: boolean,
  now: Timestamp,
  policy: CandidatePolicy,
): CallClass => {
  if (isGivenUp(call)) return { kind: isExpired(call, now, policy) ? 'given-up' : 'reopenable' };
  if (call.callTimestamp > now) return { kind: 'future' };
  if (isExpired(call, now, policy)) return { kind: 'retention-expired' };
  if (!isReady(call, now, policy)) return { kind: 'not-due' };
  if (!isGroupKnown) return { kind: 'group-unknown' };
  const priority = choosePriority(call, now, policy);
  const hold = judgeHold(call, now, policy);
  switch (hold) {
    case 'free':
      return { kind: 'candidate', priority };
    case 'stale':
      return { kind: 'maybe-stale', priority };
    case 'fresh':
      return { kind: 'not-due' };
    default:
      return hold satisfies never;
  }
};

const isExpired = (call: PendingCall, now: Timestamp, { expiryMarginMs }: CandidatePolicy): boolean =>
  shifted(call.recoverableUntil, -expiryMarginMs) <= now;

/** Whether the call may be tried now, unless a reconciliation holds it. */
const isReady = (call: PendingCall, now: Timestamp, policy: CandidatePolicy): boolean => {
  if (!isRetryDue(call, now)) return false;
  if (call.reconciliationStatus === 'failed' && !policy.includeFailed) return false;
  return hasEndedLongEnough(call, now, policy);
};

/** A call with more attempts than this is urgent (requirement documents, payload rules). */
const MANY_ATTEMPTS = 2;

const choosePriority = (call: PendingCall, now: Timestamp, policy: CandidatePolicy): Priority => {
  if (isDeletedSoon(call, now, policy)) return 'high';
  if (call.reconciliationAttempts >= policy.promptAttempts) return 'low';
  if (call.reconciliationAttempts > MANY_ATTEMPTS) return 'high';
  return shifted(call.callTimestamp, policy.lookbackMs) < now ? 'low' : 'normal';
};
