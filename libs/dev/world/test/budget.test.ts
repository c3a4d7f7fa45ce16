import fc from 'fast-check';
import { type BudgetLoad, SATURATED } from '../src/budget/budget-load.ts';
import { measureBudget } from '../src/budget/measure-budget.ts';
import { playBudget } from '../src/budget/play-budget.ts';

const MINUTE_MS = 60_000;

/** All that may go wrong, within the slack of clocks. */
const storms: fc.Arbitrary<BudgetLoad> = fc
  .record({
    seed: fc.nat(1_000_000),
    limit: fc.record({
      maxRequests: fc.constantFrom(5, 20, 100),
      periodMs: fc.constantFrom(20_000, MINUTE_MS),
      slackMs: fc.constant(1_000),
    }),
    downloaders: fc.integer({ min: 0, max: 12 }),
    downloadsAtOnce: fc.integer({ min: 1, max: 6 }),
    groups: fc.integer({ min: 1, max: 20 }),
    workers: fc.integer({ min: 1, max: 5 }),
    controlEveryMs: fc.constantFrom(500, 5_000, 30_000),
    maxSkewMs: fc.constantFrom(0, 375),
    latencyMs: fc.constantFrom<readonly [number, number]>([5, 25], [100, 900]),
    slowShare: fc.constantFrom(0, 0.05),
    failShare: fc.constantFrom(0, 0.1),
    crashEveryMs: fc.constantFrom(Number.POSITIVE_INFINITY, 30_000),
    lateShare: fc.constantFrom(0, 0.3),
  })
  .map((storm) => ({ ...SATURATED, ...storm, durationMs: 3 * MINUTE_MS }));

describe('one budget for many processes', () => {
  it('is never exceeded in any period: skewed clocks, crashes, slow and throttled writes, late requests', async () => {
    await fc.assert(
      fc.asyncProperty(storms, async (load) => {
        const { requests } = await playBudget(load);
        expect(requests.peak(load.limit.periodMs)).toBeLessThanOrEqual(load.limit.maxRequests);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it.each([2, 10, 50])(
    'is used to 97 %% by %d downloaders, with control requests first and few writes',
    async (downloaders) => {
      const measure = await measureBudget({ ...SATURATED, downloaders, durationMs: 6 * MINUTE_MS });
      expect(measure.usedPercent).toBeGreaterThanOrEqual(97);
      expect(measure.peak).toBeLessThanOrEqual(100);
      expect(measure.controlWaitMaxS).toBeLessThan(10);
      expect(measure.writesPerSecond).toBeLessThan(20);
    },
    60_000,
  );

  it.each([2, 50])(
    'sends few requests into an outage of 10 minutes, and goes on after it: %d downloaders',
    async (downloaders) => {
      const outage = { outageMs: [2 * MINUTE_MS, 12 * MINUTE_MS], durationMs: 20 * MINUTE_MS } as const;
      const { unanswered, requests, writes } = await playBudget({ ...SATURATED, ...outage, downloaders });
      // Five open the breaker, those that have a departure follow, and then one tries each minute.
      expect(unanswered).toBeLessThanOrEqual(5 + 8 + 10);
      expect(requests.count()).toBeGreaterThan(8 * 98);
      expect(writes / (20 * 60)).toBeLessThan(20);
    },
    60_000,
  );

  it('gives a group that only one of 50 downloaders serves its share', async () => {
    const { downloadsByGroup } = await playBudget({
      ...SATURATED,
      downloaders: 50,
      groups: 2,
      ownGroups: true,
      durationMs: 4 * MINUTE_MS,
    });
    const total = Object.values(downloadsByGroup).reduce((sum, count) => sum + count, 0);
    expect(downloadsByGroup['group-1']! / total).toBeGreaterThan(0.25);
  }, 60_000);
});
