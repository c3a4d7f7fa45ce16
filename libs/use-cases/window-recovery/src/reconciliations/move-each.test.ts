import { GroupId, ReconciliationId, TenantId, timestampOf } from '@recordings/call-record';
import { DomainError, NewerItemError, UnreadableItemError } from '@recordings/fault';
import type { Reconciliation } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';
import type { RecoveryEvent } from '../recovery-event.ts';
import { moveEach } from './move-each.ts';

class ThrottledError extends DomainError {
  readonly code = 'STORE_UNAVAILABLE';
  readonly fault = 'retryable';
}

const ids = ['r-1', 'r-2', 'r-3'].map((id) => ReconciliationId.parse(id));
const slotKey = { ocpHost: 'ocp.example', groupId: GroupId.parse('Acme_EN') };
const jobEnded = { type: 'job-ended', status: 'FAILED_EXPORT_ERROR', reason: 'no' } as const;

const waiting = (reconciliationId: ReconciliationId): Reconciliation => {
  const now = timestampOf(0);
  return {
    reconciliationId,
    batchId: 'b',
    tenantId: TenantId.parse('acme'),
    groupId: GroupId.parse('Acme_EN'),
    fromDate: now,
    toDate: now,
    priority: 'normal',
    phase: 'waiting',
    reconciliationStatus: 'IN_PROGRESS',
    calls: {},
    leaseUntil: timestampOf(1_000),
    createdAt: now,
    lastUpdated: now,
    expiresAtEpochS: 0,
    revision: 1,
  };
};

/** A worker whose reads of `r-2` fail like this. */
const workerWith = (fault: Error | 'absent') => {
  const table = new Map(ids.map((id) => [id, waiting(id)]));
  const windows = new Set(ids);
  const noted: RecoveryEvent[] = [];
  const read = (id: ReconciliationId): Reconciliation | undefined => {
    if (id !== ids[1]) return table.get(id);
    if (fault === 'absent') return undefined;
    throw fault;
  };
  const deps = {
    reportFailures: async () => undefined,
    reconciliations: {
      get: async (id: ReconciliationId) => read(id),
      put: async (next: Reconciliation) => {
        table.set(next.reconciliationId, next);
        return true;
      },
    },
    exportGroups: {
      removeWindow: async (_: unknown, id: ReconciliationId) => void windows.delete(id),
    },
    registry: { findGroup: () => undefined },
    reconciliationPolicy: { leaseMs: 1_000, downloadDeadlineMs: 1_000 },
    now: () => timestampOf(500),
    note: (event: RecoveryEvent) => noted.push(event),
  } as unknown as RecoveryDeps;
  const close = () => moveEach(deps, slotKey, ids, jobEnded);
  const closed = () => ids.filter((id) => table.get(id)!.phase === 'closed');
  const stuck = () => noted.filter(({ type }) => type === 'reconciliation_stuck');
  return { close, closed, windows, stuck };
};

describe('moving several reconciliations', () => {
  it('moves the others when the item of one can never be read, and removes its window', async () => {
    const worker = workerWith(new UnreadableItemError('r-2 cannot be read'));
    expect((await worker.close()).map(({ reconciliationId }) => reconciliationId)).toEqual(['r-1', 'r-3']);
    expect(worker.closed()).toEqual(['r-1', 'r-3']);
    expect([...worker.windows]).toEqual([]);
    expect(worker.stuck()).toMatchObject([
      { reconciliationId: 'r-2', code: 'STORE_ITEM_UNREADABLE', during: 'job-ended' },
    ]);
  });

  it.each([
    new ThrottledError('DynamoDB: throttled'),
    new TypeError('unknown'),
    new NewerItemError('r-2 is newer'),
  ])(
    'moves the others when one fails transiently or is newer, keeps its window, and then throws: %p',
    async (fault) => {
      const worker = workerWith(fault);
      await expect(worker.close()).rejects.toBe(fault);
      expect(worker.closed()).toEqual(['r-1', 'r-3']);
      expect([...worker.windows]).toEqual(['r-2']);
      expect(worker.stuck()).toEqual([]);
    },
  );

  it('removes the window of one that does not exist', async () => {
    const worker = workerWith('absent');
    await worker.close();
    expect(worker.closed()).toEqual(['r-1', 'r-3']);
    expect([...worker.windows]).toEqual([]);
  });
});
