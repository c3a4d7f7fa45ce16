import { claimDepartures } from './claim-departures.ts';
import { pauseEndMs, slowDown, slowFactor, spacingMs } from './pace.ts';
import { EMPTY_BUDGET, type RequestBudget } from './request-budget.ts';

const NOW_MS = Date.UTC(2026, 0, 15);
const LIMIT = { maxRequests: 100, periodMs: 60_000, slackMs: 1_000 };
const slowed = (sinceMs: number, factor: number): RequestBudget => ({
  ...EMPTY_BUDGET,
  slowdown: { sinceMs, factor },
});

describe('slowDown', () => {
  it('doubles the spacing, and lets it recover in even steps over 5 minutes', () => {
    const budget = slowDown(EMPTY_BUDGET, LIMIT, undefined, NOW_MS);
    const spacings = [0, 75_000, 150_000, 300_000, 900_000].map((laterMs) =>
      spacingMs(budget, LIMIT, NOW_MS + laterMs),
    );
    expect(spacings).toEqual([1_220, 1_067.5, 915, 610, 610]);
  });

  it('takes the answers of one burst as one, and doubles again for a later one, up to eight times', () => {
    let budget = slowDown(EMPTY_BUDGET, LIMIT, undefined, NOW_MS);
    budget = slowDown(budget, LIMIT, undefined, NOW_MS + 4_999);
    expect(budget.slowdown).toEqual({ sinceMs: NOW_MS, factor: 2 });
    for (let at = 1; at <= 10; at += 1) budget = slowDown(budget, LIMIT, undefined, NOW_MS + at * 5_000);
    expect(budget.slowdown).toEqual({ sinceMs: NOW_MS + 50_000, factor: 8 });
  });

  it('lets no request leave before the time that OCP asked for', () => {
    const budget = slowDown(EMPTY_BUDGET, LIMIT, 20_000, NOW_MS);
    const request = { control: 1, downloads: [], leadMs: 0 };
    expect(claimDepartures(budget, LIMIT, request, NOW_MS)).toEqual({ kind: 'full', waitMs: 15_000 });
    expect(claimDepartures(budget, LIMIT, request, NOW_MS + 15_000)).toMatchObject({
      departuresMs: [NOW_MS + 20_000],
    });
  });

  it('keeps the later of two pauses, also within one burst', () => {
    const budget = slowDown(slowDown(EMPTY_BUDGET, LIMIT, 20_000, NOW_MS), LIMIT, 5_000, NOW_MS + 1_000);
    expect(budget.pausedUntilMs).toBe(NOW_MS + 20_000);
    expect(slowDown(budget, LIMIT, 30_000, NOW_MS + 2_000).pausedUntilMs).toBe(NOW_MS + 32_000);
  });

  it('pauses for a minute at most, and never for longer than a period', () => {
    expect(slowDown(EMPTY_BUDGET, LIMIT, 3_600_000, NOW_MS).pausedUntilMs).toBe(NOW_MS + 60_000);
    const short = { ...LIMIT, periodMs: 10_000 };
    expect(slowDown(EMPTY_BUDGET, short, 3_600_000, NOW_MS).pausedUntilMs).toBe(NOW_MS + 10_000);
  });
});

describe('a poisoned pace', () => {
  it.each([
    ['a slowdown in the future', slowed(NOW_MS + 1_001, 8), 1],
    ['a factor below one', slowed(NOW_MS, -5), 1],
    ['an endless factor', slowed(NOW_MS, 1e300), 8],
  ])('is bounded: %s', (_, budget, factor) => {
    expect(slowFactor(budget, LIMIT, NOW_MS)).toBe(factor);
  });

  it('ignores a pause that OCP cannot have asked for', () => {
    expect(pauseEndMs({ pausedUntilMs: NOW_MS + 61_001 }, LIMIT, NOW_MS)).toBe(0);
    expect(pauseEndMs({ pausedUntilMs: NOW_MS + 61_000 }, LIMIT, NOW_MS)).toBe(NOW_MS + 61_000);
  });

  it('never makes departures further apart than a period, where more than one may leave in it', () => {
    expect(spacingMs(slowed(NOW_MS, 8), { ...LIMIT, maxRequests: 2 }, NOW_MS)).toBe(60_000);
  });
});
