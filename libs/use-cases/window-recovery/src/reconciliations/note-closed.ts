import type { CallOutcome, Reconciliation } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';

type Closed = Extract<Reconciliation, { phase: 'closed' }>;

export const noteClosed = ({ note }: Pick<RecoveryDeps, 'note'>, closed: Closed): void => {
  const { reconciliationId, tenantId, groupId, reconciliationStatus: status, calls } = closed;
  const failureReason = 'failureReason' in closed ? closed.failureReason : undefined;
  const counts: Partial<Record<CallOutcome['outcome'], number>> = {};
  for (const { outcome } of Object.values(calls)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  note({ type: 'reconciliation_closed', reconciliationId, tenantId, groupId, status, failureReason, counts });
};
