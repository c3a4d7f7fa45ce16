import { GroupId, ReconciliationId, TenantId, timestampOf } from '@recordings/call-record';
import {
  type ExportJob,
  type ExportSlot,
  intendExport,
  type WaitingWindow,
} from '@recordings/reconciliation';
import { playScenario } from '../src/play-scenario.ts';
import { makeTurnRule } from '../src/rules/turn-rule.ts';
import type { ScenarioCall } from '../src/scenario/scenario.ts';
import { START_MS } from '../src/scenario/world-call.ts';
import { HOUR_MS, makeTimeline } from '../src/time/timeline.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

const tenantIds = { acme: TenantId.parse('acme'), bolt: TenantId.parse('bolt') };
type Tenant = keyof typeof tenantIds;

/** Calls in hours of their own that wait from the beginning: their windows need many jobs. */
const floodOf = (sharer: Tenant, hours: number, callsAnHour: number): ScenarioCall[] =>
  Array.from({ length: hours * callsAnHour }, (_, n) => ({
    ...call,
    group: 'Shared' as const,
    sharer,
    startMinute: -60 * Math.floor(n / callsAnHour) - 45 - (n % callsAnHour),
    lastsMinutes: 5,
  }));

describe('two tenants that share an OCP group', () => {
  it('have jobs in turn, although one of them floods the slot with windows', async () => {
    const { ocp, rules } = await playScenario(
      scenarioOf(...floodOf('acme', 66, 4), ...floodOf('bolt', 66, 1)),
      {
        patienceMs: 8 * HOUR_MS,
      },
    );
    expect([...rules.broken, ...ocp.complaints]).toEqual([]);
    const turns = ocp.jobs.map(({ tenant }) => tenant);
    expect(turns.length).toBeGreaterThan(20);
    expect(turns.filter((tenant) => tenant === 'bolt').length).toBeGreaterThanOrEqual(10);
  });
});

describe('the rule of turns', () => {
  const at = timestampOf(START_MS - 24 * HOUR_MS);
  const windowOf = (id: string, tenant: Tenant): WaitingWindow => ({
    reconciliationId: ReconciliationId.parse(id),
    tenantId: tenantIds[tenant],
    groupId: GroupId.parse('Shared'),
    priority: 'normal',
    firstStart: at,
    lastStart: at,
    lastEnd: at,
    waitingSince: at,
  });
  const free: ExportSlot = { slotId: 'single', revision: 1 };
  const heldBy = (tenant: Tenant, phase: ExportJob['phase'], ...ids: string[]): ExportSlot => {
    const reconciliationIds = ids.map((id) => ReconciliationId.parse(id));
    const plan = { tenantId: tenantIds[tenant], fromDate: at, toDate: at, reconciliationIds };
    return { ...free, job: { ...intendExport('e', plan, at), phase } as ExportJob };
  };
  let without: TenantId[] = [];
  beforeEach(() => {
    without = [];
  });
  /** The rule after a job of acme has ended while these windows waited. */
  const afterAcme = (phase: ExportJob['phase'], ...windows: WaitingWindow[]) => {
    const rule = makeTurnRule(
      makeTimeline(START_MS),
      () => windows,
      (tenantId) => !without.includes(tenantId),
    );
    rule('Shared', free, heldBy('acme', phase));
    return rule;
  };

  it('reports a job of the tenant that was served last, while the other waits', () => {
    const rule = afterAcme('failed', windowOf('a', 'acme'), windowOf('b', 'bolt'));
    expect(rule('Shared', heldBy('acme', 'intended', 'a'), free)).toEqual([
      'acme has a job of Shared before bolt, whose turn it is',
    ]);
    expect(rule('Shared', heldBy('bolt', 'intended', 'b'), free)).toEqual([]);
  });

  it('allows a second job of one tenant if the other does not wait, or if the first was given back', () => {
    const alone = afterAcme('failed', windowOf('a', 'acme'));
    expect(alone('Shared', heldBy('acme', 'intended', 'a'), free)).toEqual([]);
    const givenBack = afterAcme('intended', windowOf('a', 'acme'), windowOf('b', 'bolt'));
    expect(givenBack('Shared', heldBy('acme', 'intended', 'a'), free)).toEqual([]);
  });

  it.each(['acme', 'bolt'] as const)('allows a second job of one tenant if %s lost the group', (lost) => {
    without = [tenantIds[lost]];
    const rule = afterAcme('failed', windowOf('a', 'acme'), windowOf('b', 'bolt'));
    expect(rule('Shared', heldBy('acme', 'intended', 'a'), free)).toEqual([]);
  });

  it.each([
    ['was held back when the slot came free', HOUR_MS, []],
    ['was held back long before', -HOUR_MS, ['acme has a job of Shared before bolt, whose turn it is']],
  ])('judges a tenant that %s', (_, heldMs, broken) => {
    const windows = [windowOf('a', 'acme'), windowOf('b', 'bolt')];
    const rule = makeTurnRule(makeTimeline(START_MS), () => windows);
    const heldUntil = timestampOf(START_MS + heldMs);
    const shares = { [tenantIds.bolt]: { servedAtRevision: 2, failures: 2, heldUntil } };
    rule('Shared', { ...free, shares }, heldBy('acme', 'failed'));
    expect(rule('Shared', { ...heldBy('acme', 'intended', 'a'), shares }, free)).toEqual(broken);
  });

  it('counts a create that OCP refused as a turn', () => {
    const windows = [windowOf('a', 'acme'), windowOf('b', 'bolt')];
    const rule = makeTurnRule(makeTimeline(START_MS), () => windows);
    rule('Shared', free, heldBy('bolt', 'failed'));
    const shares = { [tenantIds.acme]: { servedAtRevision: 2, failures: 1, heldUntil: at } };
    rule('Shared', { ...free, shares }, heldBy('acme', 'intended'));
    expect(rule('Shared', heldBy('bolt', 'intended', 'b'), free)).toEqual([]);
  });

  it('reports a job that serves a window of another tenant', () => {
    const rule = afterAcme('failed', windowOf('b', 'bolt'));
    expect(rule('Shared', heldBy('acme', 'intended', 'b'), free)).toContain(
      'a job of acme serves b of another tenant',
    );
  });
});
