import { parseRegistry, timestampOf } from '@recordings/call-record';
import { Reconciliation } from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import { moveReconciliation } from '../reconciliations/move-reconciliation.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';

const now = timestampOf(Date.UTC(2026, 0, 15));
const file = makeRegistryFile({ name: 'Acme_EN', tenant: 'acme' });
const waiting = Reconciliation.parse({
  ...{ reconciliationId: 'r-1', batchId: 'b', tenantId: 'acme', groupId: 'Acme_EN', priority: 'normal' },
  ...{ fromDate: now, toDate: now, leaseUntil: now, createdAt: now, lastUpdated: now },
  ...{ phase: 'waiting', reconciliationStatus: 'IN_PROGRESS', calls: {}, expiresAtEpochS: 0, revision: 1 },
});

/** What closing a window does, in order. */
const closeWith = async (group: object): Promise<string[]> => {
  const steps: string[] = [];
  const deps = {
    registry: parseRegistry({ ...file, groups: file.groups.map((one) => ({ ...one, ...group })) }),
    reconciliationPolicy: { leaseMs: 1_000, downloadDeadlineMs: 1_000 },
    reconciliations: {
      get: async () => waiting,
      put: async ({ phase }: Reconciliation) => {
        steps.push(`written as ${phase}`);
        return true;
      },
    },
    exportGroups: { removeWindow: async () => undefined },
    reportFailures: async () => undefined,
    sendCallback: async (task: object) => void steps.push(`task ${JSON.stringify(task)}`),
    now: () => now,
    note: () => undefined,
  } as unknown as RecoveryDeps;
  const ended = { type: 'job-ended', status: 'FAILED_EXPORT_ERROR', reason: 'no' } as const;
  await moveReconciliation(deps, waiting.reconciliationId, ended);
  return steps;
};

describe('closing a window', () => {
  it('sends the task of its result before the closed state is written, if its group has a URL', async () => {
    expect(await closeWith({ callbackUrl: 'https://results.example/' })).toEqual([
      'task {"version":"1.0","reconciliationId":"r-1"}',
      'written as closed',
    ]);
  });

  it('sends no such task for a group without a URL', async () => {
    expect(await closeWith({})).toEqual(['written as closed']);
  });
});
