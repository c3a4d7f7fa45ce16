import { PRIORITY_RANK, type Priority } from '@recordings/reconciliation';
import { compareText } from './compare-text.ts';
import type { PendingCall } from './pending-call.ts';

/** What the order of calls depends on. */
export type RankedCall = Pick<
  PendingCall,
  'tenantId' | 'callId' | 'callTimestamp' | 'lastReconciliationAt' | 'recoverableUntil'
> & { readonly priority: Priority };

/**
 * Sorts calls in the order in which an execution takes them:
 *
 * 1. by priority;
 * 2. calls that were never tried, then calls that were tried longest ago, so that calls which always fail do not
 *    delay the others;
 * 3. calls that OCP deletes sooner, then calls that started earlier.
 */
export const sortByUrgency = <C extends RankedCall>(calls: readonly C[]): C[] =>
  [...calls].sort(
    (a, b) =>
      PRIORITY_RANK[a.priority] - PRIORITY_RANK[b.priority] ||
      compareText(a.lastReconciliationAt ?? NEVER, b.lastReconciliationAt ?? NEVER) ||
      compareText(a.recoverableUntil, b.recoverableUntil) ||
      compareText(a.callTimestamp, b.callTimestamp) ||
      compareText(a.tenantId, b.tenantId) ||
      compareText(a.callId, b.callId),
  );

/** Sorts before any timestamp. */
const NEVER = '';
