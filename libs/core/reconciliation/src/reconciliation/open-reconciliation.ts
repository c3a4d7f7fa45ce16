import { shifted, type Timestamp } from '@recordings/call-record';
import type { ReconciliationRequest } from '../messages/reconciliation-request.ts';
import { expiryEpochS } from './expiry.ts';
import type { ClaimingReconciliation } from './reconciliation.ts';
import type { ReconciliationPolicy } from './reconciliation-step.ts';

/** The first revision of the reconciliation that a request asks for. */
export const openReconciliation = (
  { payload }: ReconciliationRequest,
  now: Timestamp,
  { leaseMs }: Pick<ReconciliationPolicy, 'leaseMs'>,
): ClaimingReconciliation => ({
  reconciliationId: payload.reconciliationId,
  batchId: payload.batchId,
  tenantId: payload.tenantId,
  groupId: payload.groupId,
  fromDate: payload.fromDate,
  toDate: payload.toDate,
  priority: payload.priority,
  phase: 'claiming',
  reconciliationStatus: 'IN_PROGRESS',
  calls: {},
  leaseUntil: shifted(now, leaseMs),
  createdAt: now,
  lastUpdated: now,
  expiresAtEpochS: expiryEpochS(now),
  revision: 1,
});
