import { type ReconciliationId, TenantId } from '@recordings/call-record';
import type { ExportSlot } from '../export-job/export-group.ts';
import { planNextTurn } from './plan-next-turn.ts';
import { acme, bolt, MINUTE_MS, minute, omilia, waitingWindow } from './test-exports.ts';
import type { WaitingWindow } from './waiting-window.ts';

const DAY = 24 * 60;
const late = minute(20 * DAY);

const of = (tenantId: TenantId, id: string, over: Partial<WaitingWindow> = {}): WaitingWindow =>
  waitingWindow(id, [0, 0, 0], { tenantId, ...over });

const plan = (
  windows: readonly WaitingWindow[],
  shares: ExportSlot['shares'] = {},
  { now = late, gatherMs = 0 } = {},
) => {
  const next = planNextTurn(windows, { shares }, omilia, now, gatherMs);
  return next.kind === 'ready' ? next.plan : next;
};

describe('planNextTurn', () => {
  it('serves windows of one tenant only, although those of the other fit into the same job', () => {
    expect(plan([of(acme, 'a-1'), of(bolt, 'b-1'), of(acme, 'a-2')])).toMatchObject({
      tenantId: acme,
      reconciliationIds: ['a-1', 'a-2'],
    });
  });

  it('serves the tenant that was served longest ago, whatever its priorities', () => {
    const windows = [of(acme, 'a', { priority: 'high' }), of(bolt, 'b', { priority: 'low' })];
    const served = (acmeAt: number, boltAt: number) =>
      plan(windows, { [acme]: { servedAtRevision: acmeAt }, [bolt]: { servedAtRevision: boltAt } });
    expect(served(9, 4)).toMatchObject({ tenantId: bolt, reconciliationIds: ['b'] });
    expect(served(4, 9)).toMatchObject({ tenantId: acme, reconciliationIds: ['a'] });
  });

  it('serves a tenant first that was never served', () => {
    expect(plan([of(acme, 'a'), of(bolt, 'b')], { [acme]: { servedAtRevision: 1 } })).toMatchObject({
      tenantId: bolt,
    });
  });

  it('serves the tenant that waits longest if none was served yet', () => {
    const windows = [
      of(acme, 'a-1', { waitingSince: minute(2) }),
      of(bolt, 'b-1', { waitingSince: minute(3) }),
      of(bolt, 'b-2', { waitingSince: minute(1) }),
    ];
    expect(plan(windows)).toMatchObject({ tenantId: bolt });
  });

  it('does not wait for a tenant whose turn it is if its windows cannot be exported yet', () => {
    const today = of(bolt, 'b', { firstStart: late, lastStart: late, lastEnd: late });
    const shares = { [acme]: { servedAtRevision: 7 } };
    expect(plan([of(acme, 'a'), today], shares)).toMatchObject({ tenantId: acme });
  });

  it('waits until the first tenant can be served', () => {
    const windows = [
      of(acme, 'a', { waitingSince: minute(20 * DAY - 1) }),
      of(bolt, 'b', { waitingSince: minute(20 * DAY - 2) }),
    ];
    expect(plan(windows, {}, { gatherMs: 5 * MINUTE_MS })).toEqual({
      kind: 'wait',
      until: minute(20 * DAY + 3),
    });
    expect(plan([...windows].reverse(), {}, { gatherMs: 5 * MINUTE_MS })).toEqual({
      kind: 'wait',
      until: minute(20 * DAY + 3),
    });
  });

  it('limits the windows of a job by the failures of its own tenant only', () => {
    const windows = [of(acme, 'a-1'), of(acme, 'a-2'), of(bolt, 'b-1'), of(bolt, 'b-2')];
    const limited = { servedAtRevision: 3, mergeLimit: 1 };
    expect(plan(windows, { [acme]: limited })).toMatchObject({ reconciliationIds: ['b-1', 'b-2'] });
    expect(plan(windows.slice(0, 2), { [acme]: limited })).toMatchObject({ reconciliationIds: ['a-1'] });
  });

  it('plans nothing without windows', () => {
    expect(plan([])).toEqual({ kind: 'nothing' });
  });
});

describe('the turns of tenants that share a slot', () => {
  it('serve each of three tenants once before any of them again, in whatever order their windows came', () => {
    const tenants = ['acme', 'bolt', 'core'].map((id) => TenantId.parse(id));
    // Two days apart, so that each is a job of its own. Acme has a flood of urgent windows.
    const windows = tenants.flatMap((tenantId, at) =>
      Array.from({ length: at === 0 ? 9 : 3 }, (_, n) =>
        waitingWindow(`${tenantId}-${n}`, [n * 3 * DAY, n * 3 * DAY, n * 3 * DAY], {
          tenantId,
          priority: at === 0 ? 'high' : 'low',
        }),
      ),
    );
    const served: TenantId[] = [];
    let shares: ExportSlot['shares'] = {};
    let waiting: readonly WaitingWindow[] = windows;
    for (let revision = 2; waiting.length > 0; revision += 2) {
      const next = planNextTurn(waiting, { shares }, omilia, minute(100 * DAY), 0);
      if (next.kind !== 'ready') throw new Error(next.kind);
      const done = new Set<ReconciliationId>(next.plan.reconciliationIds);
      served.push(next.plan.tenantId);
      shares = { ...shares, [next.plan.tenantId]: { servedAtRevision: revision } };
      waiting = waiting.filter(({ reconciliationId }) => !done.has(reconciliationId));
    }
    for (let turn = 0; turn < 3; turn += 1) {
      expect(new Set(served.slice(3 * turn, 3 * turn + 3))).toEqual(new Set(tenants));
    }
    expect(new Set(served.slice(9))).toEqual(new Set([tenants[0]]));
  });

  it('exports a shorter range of the tenant whose last listing was cut off', () => {
    const windows = [of(acme, 'a-1'), waitingWindow('a-2', [120, 120, 120], { tenantId: acme })];
    const both = { [acme]: { servedAtRevision: 1 } };
    expect(plan(windows, both)).toMatchObject({ reconciliationIds: ['a-1', 'a-2'] });
    const limited = { [acme]: { servedAtRevision: 1, rangeLimit: { minutes: 60, since: late } } };
    expect(plan(windows, limited)).toMatchObject({ reconciliationIds: ['a-1'] });
  });

  it('covers a whole window that is longer than such a limit: the start of its call may lie anywhere in it', () => {
    const limited = { [acme]: { servedAtRevision: 1, rangeLimit: { minutes: 60, since: late } } };
    const window = waitingWindow('a-1', [0, 0, 300], { tenantId: acme });
    expect(plan([window], limited)).toMatchObject({ fromDate: minute(0), toDate: minute(360) });
  });
});
