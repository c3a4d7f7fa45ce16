import { GroupId, parseRegistry, TenantId, type Timestamp } from '@recordings/call-record';
import { USUAL_ASSUMPTIONS } from '@recordings/forecast';
import { makeRegistryFile, type TestGroup } from '@recordings/test-kit';
import type { GroupToRecover } from './collect-groups.ts';
import { makeForecast } from './make-forecast.ts';

const NOW: Timestamp = '2026-06-15T12:00:00.000Z';
const policy = { assumptions: USUAL_ASSUMPTIONS, expiryMarginMs: 0 };

/** Missing calls of one group, each a window of its own, a week apart from the next one. */
const groupOf = (
  name: string,
  exportProfile: NonNullable<TestGroup['exportProfile']>,
  deadlines: readonly Timestamp[],
): GroupToRecover => {
  const registry = parseRegistry(makeRegistryFile({ name, tenant: 'acme', exportProfile }));
  const ids = { tenantId: TenantId.parse('acme'), groupId: GroupId.parse(name) };
  const windows = deadlines.map((recoverableUntil, at) => {
    const callTimestamp: Timestamp = `2026-05-${10 + 7 * at}T10:00:00.000Z`;
    return { ...ids, priority: 'normal' as const, calls: [{ callTimestamp, recoverableUntil }] };
  });
  return { ...ids, constraints: registry.findGroup(name)!.exportConstraints, windows };
};

const LATER: Timestamp = '2026-07-01T00:00:00.000Z';

describe('makeForecast', () => {
  it('lets jobs of a group follow each other if OCP runs one at a time', () => {
    const { total } = makeForecast([groupOf('A', 'omilia', [LATER, LATER])], policy, NOW);
    expect(total).toMatchObject({ jobs: 2, hours: 10 / 60 });
  });

  it('lets all jobs of a group run at once if OCP has no limit', () => {
    const { total } = makeForecast([groupOf('A', 'any', [LATER, LATER])], policy, NOW);
    expect(total).toMatchObject({ jobs: 2, hours: 5 / 60 });
  });

  it('adds up the requests of groups, because they share the budget', () => {
    const groups = ['A', 'B'].map((name) => groupOf(name, 'any', [LATER, LATER, LATER]));
    const budget = { ...USUAL_ASSUMPTIONS.budget, maxRequests: 1 };
    const slow = { ...policy, assumptions: { ...USUAL_ASSUMPTIONS, budget } };
    const { total, groups: rows } = makeForecast(groups, slow, NOW);
    expect(total.requests).toBe(24);
    expect(total.hours).toBeCloseTo(rows[0]!.hours * 2, 2);
  });

  it('counts calls that OCP deletes before the last one is recovered, or within the margin of the pooler', () => {
    const [inSixMinutes, inTwoHours]: Timestamp[] = ['2026-06-15T12:06:00.000Z', '2026-06-15T14:00:00.000Z'];
    const groups = [groupOf('A', 'omilia', [inSixMinutes!, inTwoHours!]), groupOf('B', 'any', [LATER])];
    expect(makeForecast(groups, policy, NOW).total.tooLate).toBe(1);
    const margin = { ...policy, expiryMarginMs: 3 * 3_600_000 };
    expect(makeForecast(groups, margin, NOW).groups.map(({ tooLate }) => tooLate)).toEqual([2, 0]);
  });

  it('puts the group with the first deletion first', () => {
    const groups = [groupOf('A', 'any', [LATER]), groupOf('B', 'any', ['2026-06-20T00:00:00.000Z'])];
    expect(makeForecast(groups, policy, NOW).groups.map(({ group }) => group)).toEqual(['B', 'A']);
  });
});
