import { CallId, GroupId, ReconciliationId, TenantId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import { CallOutcome, callsOf } from '../reconciliation/call-outcome.ts';
import type { ClosedReconciliation } from '../reconciliation/reconciliation.ts';

/** The result of a window, posted at least once. It has no text of OCP, which may name a person. */
export const ReconciliationClosed = z.object({
  eventType: z.literal('RECONCILIATION_CLOSED'),
  version: z.string(),
  /** When the window was closed. */
  timestamp: Timestamp,
  payload: z.object({
    reconciliationId: ReconciliationId,
    batchId: z.string(),
    tenantId: TenantId,
    groupId: GroupId,
    fromDate: Timestamp,
    toDate: Timestamp,
    reconciliationStatus: z.string(),
    calls: z.array(
      z.object({ callId: CallId, outcome: CallOutcome.shape.outcome, code: z.string().optional() }),
    ),
    callCount: z.number().int(),
  }),
});
export type ReconciliationClosed = z.infer<typeof ReconciliationClosed>;
export const RECONCILIATION_CLOSED_VERSION = '1.0';

/** The same for each repetition. */
export const reconciliationClosed = (closed: ClosedReconciliation): ReconciliationClosed => {
  const { reconciliationId, batchId, tenantId, groupId, fromDate, toDate, reconciliationStatus } = closed;
  const calls = callsOf(closed.calls).map(([callId, { outcome, code }]) => ({
    callId,
    outcome,
    ...(code !== undefined && { code }),
  }));
  return {
    eventType: 'RECONCILIATION_CLOSED',
    version: RECONCILIATION_CLOSED_VERSION,
    timestamp: 'completedAt' in closed ? closed.completedAt : closed.failedAt,
    payload: {
      ...{ reconciliationId, batchId, tenantId, groupId, fromDate, toDate, reconciliationStatus },
      calls,
      callCount: calls.length,
    },
  };
};
