import { CallId, ReconciliationId, type Timestamp } from '@recordings/call-record';
import { Reconciliation } from '@recordings/reconciliation';
import { NOON } from './call-fixture.ts';

export const idOf = (id: string): ReconciliationId => ReconciliationId.parse(id);

export const callIdsOf = (count: number): CallId[] =>
  Array.from({ length: count }, (_, n) => CallId.parse(`call.${n} ñ`));

/** A reconciliation of `calls` open calls, in its first revision. */
export const reconciliationOf = (
  id: ReconciliationId,
  calls: readonly CallId[],
  lastUpdated: Timestamp = NOON,
): Reconciliation =>
  Reconciliation.parse({
    reconciliationId: id,
    batchId: 'batch',
    tenantId: 'acme',
    groupId: 'Acme_EN',
    fromDate: NOON,
    toDate: '2026-01-15T13:00:00.000Z',
    priority: 'normal',
    phase: 'downloading',
    reconciliationStatus: 'IN_PROGRESS',
    exportJobId: 'job',
    exportJobStatus: 'COMPLETED',
    exportCompletedAt: NOON,
    deadline: '2026-01-15T13:30:00.000Z',
    calls: Object.fromEntries(calls.map((callId) => [callId, { startedAt: NOON, outcome: 'open' }])),
    leaseUntil: '2026-01-15T14:00:00.000Z',
    createdAt: NOON,
    lastUpdated,
    expiresAtEpochS: 1_800_000_000,
    revision: 1,
  });
