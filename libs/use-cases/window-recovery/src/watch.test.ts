import {
  CallId,
  GroupId,
  parseRegistry,
  ReconciliationId,
  shifted,
  TenantId,
  type Timestamp,
  timestampOf,
} from '@recordings/call-record';
import { Reconciliation } from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import type { RecoveryDeps } from './recovery-deps.ts';
import { makeWatch } from './watch.ts';

const MINUTE_MS = 60_000;
const now = timestampOf(Date.UTC(2026, 0, 15));
const minutesAgo = (minutes: number): Timestamp => shifted(now, -minutes * MINUTE_MS);

const item = (id: string, over: object): Reconciliation =>
  Reconciliation.parse({
    reconciliationId: ReconciliationId.parse(id),
    batchId: 'b',
    tenantId: TenantId.parse('acme'),
    groupId: GroupId.parse('Acme_EN'),
    fromDate: now,
    toDate: now,
    priority: 'normal',
    phase: 'downloading',
    reconciliationStatus: 'IN_PROGRESS',
    calls: { [CallId.parse('c-1')]: { startedAt: now, outcome: 'open' } },
    leaseUntil: minutesAgo(-60),
    deadline: minutesAgo(-30),
    createdAt: minutesAgo(60),
    lastUpdated: minutesAgo(30),
    expiresAtEpochS: 0,
    revision: 1,
    exportJobId: 'job-1',
    exportJobStatus: 'COMPLETED',
    exportCompletedAt: minutesAgo(60),
    ...over,
  });

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A watchdog over these reconciliations. Their group is idle. */
const watchOver = (items: readonly Reconciliation[]) => {
  const table = new Map(items.map((one) => [one.reconciliationId, one]));
  let writes = 0;
  const deps = {
    reconciliations: {
      get: async (id: ReconciliationId) => table.get(id),
      put: async (next: Reconciliation) => {
        writes += 1;
        table.set(next.reconciliationId, next);
        return true;
      },
      quietSince: async (before: Timestamp, limit: number, after: Timestamp = '') =>
        [...table.values()]
          .filter((one) => one.reconciliationStatus === 'IN_PROGRESS' && one.lastUpdated < before)
          .filter((one) => one.lastUpdated > after)
          .sort((a, b) => (a.lastUpdated < b.lastUpdated ? -1 : 1))
          .slice(0, limit),
    },
    exportGroups: {
      read: async () => ({ slots: [], windows: [], unreadable: [] }),
      removeWindow: async () => undefined,
    },
    calls: { change: async () => ({ kind: 'not held' }) },
    reportFailures: async () => undefined,
    registry: parseRegistry(
      makeRegistryFile(
        { name: 'Acme_EN', tenant: 'acme', exportProfile: 'omilia' },
        { name: 'Acme_EN', tenant: 'bolt', exportProfile: 'omilia' },
        { name: 'Other', tenant: 'acme' },
      ),
    ),
    ocpHost: 'ocp.example',
    claimWatch: async () => true,
    gatherMs: 0,
    exportPolicy: { overdueAfterMs: 2 * MINUTE_MS },
    reconciliationPolicy: { leaseMs: 1_000, downloadDeadlineMs: 1_000 },
    now: () => now,
    note: () => undefined,
  } as unknown as Mutable<RecoveryDeps>;
  return { deps, watch: makeWatch(deps), table, writes: () => writes };
};

describe('the watchdog', () => {
  it('reaches every reconciliation, however many wait for their downloads', async () => {
    const downloading = Array.from({ length: 250 }, (_, at) =>
      item(`d-${at}`, { lastUpdated: shifted(minutesAgo(30), at) }),
    );
    const stuck = item('stuck', {
      phase: 'waiting',
      exportJobStatus: 'POLLING',
      leaseUntil: minutesAgo(1),
      lastUpdated: minutesAgo(10),
    });
    const { watch, table } = watchOver([...downloading, stuck]);
    await watch();
    await watch();
    expect(table.get(stuck.reconciliationId)).toMatchObject({ phase: 'closed' });
    expect([...table.values()].filter(({ phase }) => phase === 'downloading')).toHaveLength(250);
  });

  it('reaches those that were written in one millisecond at the edge of two rounds', async () => {
    const early = Array.from({ length: 199 }, (_, at) =>
      item(`early-${at}`, { lastUpdated: shifted(minutesAgo(30), at) }),
    );
    const edge = ['a', 'b', 'c'].map((id) =>
      item(id, { lastUpdated: minutesAgo(20), deadline: minutesAgo(1) }),
    );
    const { watch, table } = watchOver([...early, ...edge]);
    await watch();
    await watch();
    for (const { reconciliationId } of edge) expect(table.get(reconciliationId)?.phase).toBe('closed');
  });

  it('begins again when its clock is set back', async () => {
    const items = Array.from({ length: 201 }, (_, at) =>
      item(`d-${at}`, { lastUpdated: shifted(minutesAgo(30), at) }),
    );
    const { deps, watch } = watchOver(items);
    const ranges: [Timestamp, Timestamp | undefined][] = [];
    const { quietSince } = deps.reconciliations;
    deps.reconciliations = {
      ...deps.reconciliations,
      quietSince: async (before, limit, after) => {
        ranges.push([before, after]);
        return quietSince(before, limit, after);
      },
    };
    await watch();
    deps.now = () => minutesAgo(120);
    await watch();
    expect(ranges[1]).toEqual([minutesAgo(122), undefined]);
  });

  it('writes nothing for windows that only wait for their downloads', async () => {
    const { watch, writes } = watchOver(Array.from({ length: 250 }, (_, at) => item(`d-${at}`, {})));
    for (let round = 0; round < 5; round += 1) await watch();
    expect(writes()).toBe(0);
  });

  it('leaves a group to the worker that claimed it for this round', async () => {
    const overdue = item('d', { deadline: minutesAgo(1) });
    const { deps, watch, table } = watchOver([overdue]);
    const claimed: string[] = [];
    deps.claimWatch = async (groupId) => claimed.push(groupId) > 1;
    await watch();
    expect(table.get(overdue.reconciliationId)).toBe(overdue);
    await watch();
    expect(table.get(overdue.reconciliationId)?.phase).toBe('closed');
    expect(claimed).toEqual(['Acme_EN', 'Acme_EN', 'Other']);
  });

  it('leaves a reconciliation with a recent write as it is', async () => {
    const { watch, writes } = watchOver([item('d', { lastUpdated: minutesAgo(2) })]);
    await watch();
    expect(writes()).toBe(0);
  });

  it('renews the leases of the waiting windows of a group before it drives the group', async () => {
    const { deps, watch } = watchOver([]);
    const steps: string[] = [];
    deps.exportGroups.read = async () => {
      steps.push('read group');
      return {
        slots: [],
        windows:
          steps.length === 1 ? [{ reconciliationId: ReconciliationId.parse('w'), tenantId: 'bolt' }] : [],
        unreadable: [],
      } as never;
    };
    deps.exportGroups.removeWindow = async () => void steps.push('remove window without a reconciliation');
    await watch();
    expect(steps.slice(0, 3)).toEqual(['read group', 'remove window without a reconciliation', 'read group']);
  });

  it.each([
    ['leaves a window whose lease runs', 'waiting', minutesAgo(-60), 'waiting', 0],
    ['closes and removes a window whose lease has ended', 'waiting', minutesAgo(1), 'closed', 1],
    ['removes the window of a closed reconciliation', 'closed', minutesAgo(1), 'closed', 1],
  ])('%s if its tenant no longer has the group', async (_, phase, leaseUntil, nextPhase, removals) => {
    const about = { tenantId: 'core', exportJobStatus: 'POLLING', leaseUntil, lastUpdated: now };
    const waiting = item('w', { ...about, phase: 'waiting' });
    const left = { ...waiting, phase } as Reconciliation;
    const { deps, watch, table } = watchOver([left]);
    const removed: ReconciliationId[] = [];
    deps.exportGroups.read = async () => ({ slots: [], windows: [left], unreadable: [] }) as never;
    deps.exportGroups.removeWindow = async (_group, id) => void removed.push(id);
    await watch();
    expect(table.get(left.reconciliationId)).toMatchObject({ phase: nextPhase, leaseUntil });
    expect(removed).toHaveLength(removals);
  });

  it('looks at each OCP group in turn, once for all of its tenants', async () => {
    const { deps, watch } = watchOver([]);
    const keys: unknown[] = [];
    deps.exportGroups.read = async (key) => {
      keys.push(key);
      return { slots: [], windows: [], unreadable: [] };
    };
    for (let round = 0; round < 3; round += 1) await watch();
    const keyOf = (groupId: string) => ({ ocpHost: 'ocp.example', groupId });
    expect(keys).toEqual(['Acme_EN', 'Acme_EN', 'Other', 'Other', 'Acme_EN', 'Acme_EN'].map(keyOf));
  });
});
