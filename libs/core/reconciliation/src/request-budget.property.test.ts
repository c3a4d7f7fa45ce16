import fc from 'fast-check';
import { type BudgetLimit, RequestBudget, takePermit } from './request-budget.ts';

type Request = { readonly atMs: number; readonly skewMs: number };

/** Requests of several workers, each with a clock that is up to a second behind the true time. */
const skewsMs = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 4 });
const requests = skewsMs.chain((skews) =>
  fc.array(
    fc.record({
      atMs: fc.oneof(fc.nat(150_000), fc.constantFrom(4_999, 5_000, 5_999, 60_000, 64_000, 64_999, 65_000)),
      skewMs: fc.constantFrom(...skews),
    }),
    { minLength: 1, maxLength: 40 },
  ),
);
const limits: fc.Arbitrary<BudgetLimit> = fc.record({
  maxRequests: fc.integer({ min: 1, max: 6 }),
  periodMs: fc.constantFrom(1_000, 12_000, 60_000, 61_001),
});
const EPOCH_MS = Date.UTC(2026, 0, 15);

/** Lets every request wait as long as its answer says. @returns the true instants of the permits. */
const serve = (arrivals: readonly Request[], limit: BudgetLimit): number[] => {
  let budget: RequestBudget = { grants: {} };
  const open = [...arrivals];
  const grantedMs: number[] = [];
  for (let turns = 0; open.length > 0; turns += 1) {
    if (turns > arrivals.length * 200) throw new Error(`${open.length} requests wait for ever`);
    open.sort((a, b) => a.atMs - b.atMs);
    const { atMs, skewMs } = open.shift()!;
    const answer = takePermit(budget, limit, EPOCH_MS + atMs - skewMs);
    if (answer.kind === 'exhausted') {
      open.push({ atMs: atMs + answer.retryAfterMs, skewMs });
      continue;
    }
    budget = RequestBudget.parse(JSON.parse(JSON.stringify(answer.budget)));
    grantedMs.push(atMs);
  }
  return grantedMs;
};

const mostInAnyPeriod = (grantedMs: readonly number[], periodMs: number): number =>
  Math.max(...grantedMs.map((from) => grantedMs.filter((at) => at >= from && at < from + periodMs).length));

describe('takePermit', () => {
  it('grants at most the limit in any period, wherever it starts, and grants every request in the end', () => {
    fc.assert(
      fc.property(requests, limits, (arrivals, limit) => {
        const grantedMs = serve(arrivals, limit);
        expect(grantedMs).toHaveLength(arrivals.length);
        expect(mostInAnyPeriod(grantedMs, limit.periodMs)).toBeLessThanOrEqual(limit.maxRequests);
      }),
      { numRuns: 500 },
    );
  });

  it('holds for a whole budget taken by a slow clock at the end of a slice and by a right one after', () => {
    const limit = { maxRequests: 3, periodMs: 60_000 };
    const late = Array.from({ length: 3 }, () => ({ atMs: 5_999, skewMs: 1_000 }));
    const early = Array.from({ length: 3 }, () => ({ atMs: 65_000, skewMs: 0 }));
    expect(mostInAnyPeriod(serve([...late, ...early], limit), 60_000)).toBe(3);
  });

  it('uses most of the budget up where requests never end', () => {
    const limit = { maxRequests: 100, periodMs: 60_000 };
    const arrivals = Array.from({ length: 600 }, () => ({ atMs: 0, skewMs: 0 }));
    expect(Math.max(...serve(arrivals, limit))).toBeLessThanOrEqual(6 * 70_000);
  });

  it('keeps only the slices that a period and the slack need', () => {
    let budget: RequestBudget = { grants: {} };
    for (let minute = 0; minute < 500; minute += 1) {
      const answer = takePermit(budget, { maxRequests: 100, periodMs: 60_000 }, EPOCH_MS + minute * 20_000);
      if (answer.kind === 'granted') budget = answer.budget;
    }
    expect(Object.keys(budget.grants).length).toBeLessThanOrEqual(14);
  });

  it('gives a wait that is long enough and positive, also to a clock that is behind', () => {
    const limit = { maxRequests: 1, periodMs: 60_000 };
    const first = takePermit({ grants: {} }, limit, EPOCH_MS);
    if (first.kind !== 'granted') throw new Error('the first request is granted');
    for (const nowMs of [EPOCH_MS - 1_000, EPOCH_MS, EPOCH_MS + 69_999]) {
      const answer = takePermit(first.budget, limit, nowMs);
      if (answer.kind !== 'exhausted') throw new Error('the budget is taken');
      expect(answer.retryAfterMs).toBeGreaterThan(0);
      expect(takePermit(first.budget, limit, nowMs + answer.retryAfterMs).kind).toBe('granted');
    }
  });

  it('does not change the budget that it was given', () => {
    const budget: RequestBudget = Object.freeze({ grants: Object.freeze({}) });
    expect(takePermit(budget, { maxRequests: 1, periodMs: 60_000 }, EPOCH_MS).kind).toBe('granted');
    expect(budget).toEqual({ grants: {} });
  });
});
