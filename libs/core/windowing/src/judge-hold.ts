import { isHeld, shifted, type Timestamp } from '@recordings/call-record';
import type { CandidatePolicy } from './candidate-policy.ts';
import type { PendingCall } from './pending-call.ts';

/**
 * Whether a reconciliation holds a call, by the index alone. `stale`: it holds the call, and the call's record did not
 * change for `staleAfterMs`.
 */
export type Hold = 'free' | 'fresh' | 'stale';

export const judgeHold = (
  call: Pick<PendingCall, 'reconciliationStatus' | 'lastReconciliationAt' | 'createdAt'>,
  now: Timestamp,
  { staleAfterMs }: Pick<CandidatePolicy, 'staleAfterMs'>,
): Hold => {
  if (!isHeld(call)) return 'free';
  return shifted(call.lastReconciliationAt ?? call.createdAt, staleAfterMs) <= now ? 'stale' : 'fresh';
};
