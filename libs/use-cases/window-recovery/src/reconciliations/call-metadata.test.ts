import {
  CallId,
  GroupId,
  type OcpMetadata,
  ReconciliationId,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import type { Reconciliation } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { moveReconciliation } from './move-reconciliation.ts';

const now = timestampOf(0);
const [stored, failed, absent] = ['stored', 'failed', 'absent'].map((id) => CallId.parse(id)) as [
  CallId,
  CallId,
  CallId,
];
const reconciliationId = ReconciliationId.parse('r-1');
const downloading: Reconciliation = {
  reconciliationId,
  batchId: 'b',
  tenantId: TenantId.parse('acme'),
  groupId: GroupId.parse('Acme_EN'),
  fromDate: now,
  toDate: now,
  priority: 'normal',
  phase: 'downloading',
  reconciliationStatus: 'IN_PROGRESS',
  exportJobId: 'job-1',
  exportJobStatus: 'EXPORT_COMPLETED',
  exportCompletedAt: now,
  deadline: timestampOf(9_000),
  calls: {
    [stored]: { startedAt: now, outcome: 'stored' },
    [failed]: { startedAt: now, outcome: 'failed', code: 'TRUNCATED', recordingId: 'rec-2' },
    [absent]: { startedAt: now, outcome: 'not-found' },
  },
  leaseUntil: timestampOf(9_000),
  createdAt: now,
  lastUpdated: now,
  expiresAtEpochS: 0,
  revision: 1,
};

describe('closing a reconciliation', () => {
  it('writes what OCP says of the listed calls, read once, with the last change of the item', async () => {
    const written: Reconciliation[] = [];
    const asked: unknown[] = [];
    const deps = {
      findOcpMetadata: async (tenantId: TenantId, callIds: readonly CallId[]) => {
        asked.push([tenantId, callIds]);
        return new Map<CallId, OcpMetadata>([[stored, { duration: 324 }]]);
      },
      reportFailures: async () => undefined,
      calls: { change: async () => ({ kind: 'not held' }) },
      reconciliations: {
        get: async () => downloading,
        put: async (next: Reconciliation) => {
          written.push(next);
          return true;
        },
      },
      exportGroups: { removeWindow: async () => undefined },
      registry: { findGroup: () => undefined },
      reconciliationPolicy: { leaseMs: 1_000, downloadDeadlineMs: 1_000 },
      now: () => now,
      note: () => undefined,
    } as unknown as RecoveryDeps;
    await moveReconciliation(deps, reconciliationId, { type: 'nudged' });
    expect(asked).toEqual([['acme', [stored, failed]]]);
    expect(written).toMatchObject([
      { phase: 'closed', metadata: '{"calls":{"stored":{"duration":324}}}', revision: 2 },
    ]);
  });
});
