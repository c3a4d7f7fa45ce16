import type { PendingCall } from './pending-call.ts';
import { PRIORITY_RANK, type Priority } from './priority.ts';
import { inTextOrder } from './text-order.ts';

type Ranked = Pick<
  PendingCall,
  'tenantId' | 'callId' | 'callTimestamp' | 'lastReconciliationAt' | 'recoverableUntil'
> & { readonly priority: Priority };

/**
 * The order in which a run takes calls when more are due than it may take: by priority; within one, calls never asked
 * for before those asked, and of these the ones asked longest ago. So calls that fail each time go behind all others
 * of their priority, and every call gets its turn. Ties: OCP's earlier deadline, then time.
 */
export const mostUrgentFirst = <C extends Ranked>(calls: readonly C[]): C[] =>
  [...calls].sort(
    (a, b) =>
      PRIORITY_RANK[a.priority] - PRIORITY_RANK[b.priority] ||
      inTextOrder(a.lastReconciliationAt ?? NEVER, b.lastReconciliationAt ?? NEVER) ||
      inTextOrder(a.recoverableUntil, b.recoverableUntil) ||
      inTextOrder(a.callTimestamp, b.callTimestamp) ||
      inTextOrder(a.tenantId, b.tenantId) ||
      inTextOrder(a.callId, b.callId),
  );

/** Before any timestamp. */
const NEVER = '';
