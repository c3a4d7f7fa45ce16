import fc from 'fast-check';
import { claimDepartures, impossibleClaims, isMissed } from './claim-departures.ts';
import { usualSpacingMs } from './pace.ts';
import { type BudgetLimit, EMPTY_BUDGET, type RequestBudget, readBudget } from './request-budget.ts';

const NOW_MS = Date.UTC(2026, 0, 15);
const HOUR_MS = 3_600_000;
const LIMIT = { maxRequests: 100, periodMs: 60_000, slackMs: 1_000 };
const SINGLE = { control: 1, downloads: [], leadMs: 0 };

const limits: fc.Arbitrary<BudgetLimit> = fc.record({
  maxRequests: fc.constantFrom(1, 2, 7, 100, 1_000_000),
  periodMs: fc.constantFrom(1_000, 30_000, 60_000, 3_600_000),
  slackMs: fc.constant(1_000),
});

/** Instants near now, far from it, and numbers that are no instants. */
const instants = fc.oneof(
  fc.integer({ min: NOW_MS - 2 * HOUR_MS, max: NOW_MS + 2 * HOUR_MS }),
  fc.integer({ min: NOW_MS - 10_000, max: NOW_MS + 10_000 }),
  fc.constantFrom(0, -1, 1e300, -1e300, Number.MAX_SAFE_INTEGER),
);
const claims = fc.array(fc.record({ lastMs: instants, age: fc.nat(200) }), { maxLength: 20 });
const items: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything(),
  fc.record({ claims, grants: fc.dictionary(fc.string(), fc.integer()) }),
  fc.record({ claims: fc.array(fc.anything()) }),
  fc.record({ claims: fc.anything() }),
  fc.record({
    claims,
    pausedUntilMs: instants,
    slowdown: fc.record({ sinceMs: instants, factor: fc.double() }),
    turns: fc.dictionary(fc.string(), instants),
  }),
  fc.record({ pausedUntilMs: fc.anything(), slowdown: fc.anything(), turns: fc.anything() }),
);

/** Waits as often as it is asked to. @returns milliseconds from now to the departure. */
const waitFor = (budget: RequestBudget, limit: BudgetLimit, nowMs: number): number => {
  const answer = claimDepartures(budget, limit, SINGLE, nowMs);
  if (answer.kind === 'claimed') return answer.departuresMs[0]! - nowMs;
  expect(answer.waitMs).toBeGreaterThan(0);
  expect(answer.waitMs).toBeLessThanOrEqual(limit.periodMs);
  return answer.waitMs + waitFor(budget, limit, nowMs + answer.waitMs);
};

/** Sends one request after another with these settings. @returns the budget they leave and the last departure. */
const use = (budget: RequestBudget, limit: BudgetLimit, nowMs: number, requests: number) => {
  let left = { budget, lastMs: nowMs };
  for (let sent = 0; sent < requests; sent += 1) {
    const atMs = left.lastMs + waitFor(left.budget, limit, left.lastMs);
    const answer = claimDepartures(left.budget, limit, SINGLE, atMs);
    if (answer.kind !== 'claimed') throw new Error('the wait was too short');
    left = { budget: answer.budget, lastMs: answer.departuresMs[0]! };
  }
  return left;
};

/** A wait ends at the latest one spacing after the last claim that counts. Waits are whole milliseconds. */
const longestMs = (limit: BudgetLimit): number => 5_000 + 1_000 + usualSpacingMs(limit) + 1;

describe('a poisoned budget', () => {
  it('never stops requests, whatever is in the item', () => {
    fc.assert(
      fc.property(items, limits, (item, limit) => {
        const { budget } = readBudget(item);
        // A claim or a pause that is impossible now may count when its time has come.
        const mostMs = (longestMs(limit) + 2 * limit.periodMs + 1_000) * (budget.claims.length + 2);
        expect(waitFor(budget, limit, NOW_MS)).toBeLessThanOrEqual(mostMs);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never stops requests after its settings changed', () => {
    fc.assert(
      fc.property(limits, limits, fc.nat(20), (before, after, requests) => {
        const { budget, lastMs } = use(EMPTY_BUDGET, before, NOW_MS, requests);
        expect(waitFor(budget, after, lastMs)).toBeLessThanOrEqual(longestMs(after));
      }),
    );
  });

  it('waits one spacing after the period changed from 30 to 60 s', () => {
    const { budget, lastMs } = use(
      EMPTY_BUDGET,
      { maxRequests: 100, periodMs: 30_000, slackMs: 1_000 },
      NOW_MS,
      50,
    );
    expect(waitFor(budget, LIMIT, lastMs)).toBeCloseTo(610);
  });

  it('does not stop right clocks after a claim of a clock that is an hour ahead, and reports the claim', () => {
    const { budget } = use(EMPTY_BUDGET, LIMIT, NOW_MS + HOUR_MS, 1);
    expect(impossibleClaims(budget, LIMIT, NOW_MS)).toEqual([{ lastMs: NOW_MS + HOUR_MS, age: 0 }]);
    expect(waitFor(budget, LIMIT, NOW_MS)).toBe(0);
  });

  it('holds every clock to the limit, also while one of them is an hour ahead', () => {
    let budget = EMPTY_BUDGET;
    let atMs = NOW_MS;
    const sentMs: { right: number[]; wrong: number[] } = { right: [], wrong: [] };
    for (; atMs < NOW_MS + 180_000; atMs += 50) {
      for (const [clock, skewMs] of [
        ['right', 0],
        ['wrong', HOUR_MS],
      ] as const) {
        const answer = claimDepartures(budget, LIMIT, SINGLE, atMs + skewMs);
        if (answer.kind !== 'claimed') continue;
        budget = answer.budget;
        sentMs[clock].push(...answer.departuresMs);
      }
    }
    for (const times of [sentMs.right, sentMs.wrong]) {
      const gaps = times.slice(1).map((time, at) => time - times[at]!);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(610);
      expect(times.length).toBeGreaterThan(270);
    }
  });

  it('counts a claim at most 5 s and the slack of clocks ahead, and ignores a later one', () => {
    const claimAt = (lastMs: number): RequestBudget => ({ ...EMPTY_BUDGET, claims: [{ lastMs, age: 0 }] });
    expect(waitFor(claimAt(NOW_MS + 6_000), LIMIT, NOW_MS)).toBe(6_610);
    expect(waitFor(claimAt(NOW_MS + 6_001), LIMIT, NOW_MS)).toBe(0);
  });

  it('forgets an impossible claim when a hundred others were written', () => {
    const poisoned = { ...EMPTY_BUDGET, claims: [{ lastMs: 1e300, age: 0 }] };
    expect(impossibleClaims(use(poisoned, LIMIT, NOW_MS, 99).budget, LIMIT, NOW_MS + HOUR_MS)).toHaveLength(
      1,
    );
    expect(impossibleClaims(use(poisoned, LIMIT, NOW_MS, 100).budget, LIMIT, NOW_MS + HOUR_MS)).toHaveLength(
      0,
    );
  });
});

describe('claimDepartures', () => {
  it('takes several departures at once, at most 5 s ahead', () => {
    const answer = claimDepartures(EMPTY_BUDGET, LIMIT, { ...SINGLE, control: 50 }, NOW_MS);
    if (answer.kind !== 'claimed') throw new Error('the budget is empty');
    expect(answer.departuresMs.map((at) => at - NOW_MS)).toEqual([
      0, 610, 1_220, 1_830, 2_440, 3_050, 3_660, 4_270, 4_880,
    ]);
    expect(answer.budget.claims).toEqual([{ lastMs: NOW_MS + 4_880, age: 0 }]);
  });

  it('leaves the time to write the claim before the first departure', () => {
    const answer = claimDepartures(EMPTY_BUDGET, LIMIT, { ...SINGLE, leadMs: 300 }, NOW_MS);
    expect(answer).toMatchObject({ departuresMs: [NOW_MS + 300] });
  });

  it('keeps a small item: claims of the same time replace each other, and at most eight are kept', () => {
    const { budget } = use(EMPTY_BUDGET, LIMIT, NOW_MS, 50);
    expect(budget.claims).toHaveLength(1);
    let sparse = EMPTY_BUDGET;
    for (let minute = 0; minute < 20; minute += 1) {
      sparse = use(sparse, LIMIT, NOW_MS + minute * 60_000, 1).budget;
    }
    expect(sparse.claims).toHaveLength(8);
  });

  it('allows at most the limit in any period over workers whose clocks differ by 750 ms and send 250 ms late', () => {
    const worker = fc.record({ skewMs: fc.integer({ min: -375, max: 375 }), lateMs: fc.nat(250) });
    const small = fc.record({
      maxRequests: fc.integer({ min: 1, max: 7 }),
      periodMs: fc.constantFrom(2_000, 60_000),
      slackMs: fc.constant(1_000),
    });
    const turns = fc.array(fc.tuple(fc.nat(3), fc.nat(20_000), fc.integer({ min: 1, max: 5 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.tuple(worker, worker, worker, worker), small, turns, (workers, tight, plan) => {
        let budget = EMPTY_BUDGET;
        let atMs = NOW_MS;
        const sentMs: number[] = [];
        for (const [who, laterMs, count] of plan) {
          atMs += laterMs;
          const { skewMs, lateMs } = workers[who]!;
          const answer = claimDepartures(budget, tight, { ...SINGLE, control: count }, atMs + skewMs);
          if (answer.kind !== 'claimed') continue;
          budget = readBudget(JSON.parse(JSON.stringify(answer.budget))).budget;
          for (const departureMs of answer.departuresMs) {
            expect(isMissed(departureMs, departureMs + lateMs)).toBe(false);
            sentMs.push(departureMs - skewMs + lateMs);
          }
        }
        expect(mostInAny(tight.periodMs, sentMs)).toBeLessThanOrEqual(tight.maxRequests);
      }),
      { numRuns: 500 },
    );
  });

  it('calls a departure missed when it is more than 250 ms ago', () => {
    expect([isMissed(NOW_MS, NOW_MS + 250), isMissed(NOW_MS, NOW_MS + 251)]).toEqual([false, true]);
  });
});

const mostInAny = (periodMs: number, sentMs: readonly number[]): number =>
  Math.max(0, ...sentMs.map((from) => sentMs.filter((at) => at >= from && at < from + periodMs).length));
