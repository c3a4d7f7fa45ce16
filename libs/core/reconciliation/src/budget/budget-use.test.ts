import { budgetUseOf } from './budget-use.ts';
import { EMPTY_BUDGET } from './request-budget.ts';

const NOW_MS = Date.UTC(2026, 0, 15, 12, 0, 30);
const MINUTE = Math.floor(NOW_MS / 60_000);
const LIMIT = { maxRequests: 100, periodMs: 60_000, slackMs: 1_000 };
const RULES = { rowPauseMs: 60_000, burstPauseMs: 300_000 };
const useOf = (budget: Partial<typeof EMPTY_BUDGET>, orders = {}) =>
  budgetUseOf({ budget: { ...EMPTY_BUDGET, ...budget }, orders }, LIMIT, RULES, NOW_MS);

describe('budgetUseOf', () => {
  it('says of a budget that was never used that nothing was sent and nothing waits', () => {
    const none = { requests: 0, outages: 0 };
    expect(useOf({})).toEqual({
      ...{ maxRequests: 100, slowFactor: 1 },
      ...{ lastMinute: none, thisMinute: none, lastTenMinutes: none },
    });
  });

  it('counts the full minute before now, this minute, and the ten minutes that the breaker keeps', () => {
    const minutes = {
      [MINUTE]: { requests: 7, outages: 1 },
      [MINUTE - 1]: { requests: 40, outages: 2 },
      [MINUTE - 9]: { requests: 5, outages: 0 },
      // The next request drops it.
      [MINUTE - 10]: { requests: 900, outages: 900 },
    };
    expect(useOf({ breaker: { ...EMPTY_BUDGET.breaker, minutes } })).toMatchObject({
      lastMinute: { requests: 40, outages: 2 },
      thisMinute: { requests: 7, outages: 1 },
      lastTenMinutes: { requests: 52, outages: 3 },
    });
  });

  it('names the last departure, without one that a wrong clock claimed', () => {
    const claims = [
      { lastMs: NOW_MS + 86_400_000, age: 3 },
      { lastMs: NOW_MS + 2_000, age: 0 },
    ];
    expect(useOf({ claims }).lastDepartureMs).toBe(NOW_MS + 2_000);
  });

  it('says that OCP asked for a pause and slower requests, and that the breaker is open', () => {
    const breaker = { ...EMPTY_BUDGET.breaker, openUntilMs: NOW_MS + 20_000, pauseMs: 60_000 };
    const slowdown = { sinceMs: NOW_MS, factor: 4 };
    expect(useOf({ breaker, slowdown, pausedUntilMs: NOW_MS + 9_000 })).toMatchObject({
      ...{ slowFactor: 4, pausedUntilMs: NOW_MS + 9_000, breakerOpenUntilMs: NOW_MS + 20_000 },
    });
  });

  it('says nothing of a pause and of a breaker that are over', () => {
    const breaker = { ...EMPTY_BUDGET.breaker, openUntilMs: NOW_MS - 1, pauseMs: 60_000 };
    const use = useOf({ breaker, pausedUntilMs: NOW_MS });
    expect(Object.keys(use)).not.toEqual(expect.arrayContaining(['pausedUntilMs']));
    expect(Object.keys(use)).not.toEqual(expect.arrayContaining(['breakerOpenUntilMs']));
  });

  it('counts against the limit that a person ordered, until the order ends', () => {
    const order = { by: 'ana', reason: 'OCP is slow', sinceMs: NOW_MS - 9, maxRequests: 50 };
    expect(useOf({}, { limit: { ...order, untilMs: NOW_MS + 1 } }).maxRequests).toBe(50);
    expect(useOf({}, { limit: { ...order, untilMs: NOW_MS } }).maxRequests).toBe(100);
  });
});
