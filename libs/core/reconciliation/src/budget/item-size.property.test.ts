import { itemBytes } from '@recordings/call-record';
import fc from 'fast-check';
import { nextHostBreakers } from '../breaker/next-host-breakers.ts';
import { claimDepartures } from './claim-departures.ts';
import { slowDown } from './pace.ts';
import { EMPTY_BUDGET, type RequestBudget } from './request-budget.ts';

const limit = { maxRequests: 100, periodMs: 60_000, slackMs: 1_000 };
const rules = { rowPauseMs: 60_000, burstPauseMs: 300_000 };
const START_MS = Date.UTC(2026, 0, 15);
/** Far below the 400 KB of DynamoDB: it is written once a second. */
const SMALL_BYTES = 20_000;

const groupOf = (n: number): string => `${n}-`.padEnd(256, 'x');

type Step = (budget: RequestBudget, nowMs: number) => RequestBudget;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 3 }), fc.array(fc.nat(200), { minLength: 1, maxLength: 8 })).map(
    ([control, groups]): Step =>
      (budget, nowMs) => {
        const request = { control, downloads: groups.map(groupOf), leadMs: 0 };
        const answer = claimDepartures(budget, limit, request, nowMs);
        return answer.kind === 'claimed' ? answer.budget : budget;
      },
  ),
  fc
    .tuple(
      fc.constantFrom('answered' as const, 'outage' as const),
      fc.option(fc.nat(200), { nil: undefined }),
    )
    .map(
      ([kind, group]): Step =>
        (budget, nowMs) => {
          const downloadOf = group === undefined ? undefined : groupOf(group);
          const outcome = { kind, departureMs: nowMs, downloadOf };
          return { ...budget, ...nextHostBreakers(budget, outcome, rules, nowMs) };
        },
    ),
  fc.nat(120_000).map(
    (askedMs): Step =>
      (budget, nowMs) =>
        slowDown(budget, limit, askedMs, nowMs),
  ),
);

describe('the item of the request budget', () => {
  it('stays small, however many groups, outages and wrong clocks there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(step, fc.integer({ min: -3_600_000, max: 60_000 })), {
          minLength: 50,
          maxLength: 300,
        }),
        (steps) => {
          let budget = EMPTY_BUDGET;
          steps.forEach(([take, skewMs], at) => {
            budget = take(budget, START_MS + at * 700 + (at % 7 === 0 ? skewMs : 0));
            expect(itemBytes(budget)).toBeLessThan(SMALL_BYTES);
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});
