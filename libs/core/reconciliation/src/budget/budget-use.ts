import { judgeBreaker } from '../breaker/next-breaker.ts';
import type { BreakerRules } from '../breaker/shared-breaker.ts';
import { impossibleClaims } from './claim-departures.ts';
import { pauseEndMs, slowFactor } from './pace.ts';
import type { BudgetLimit, ReadBudget } from './request-budget.ts';
import { limitOrdered } from './traffic-orders.ts';

/** How much of the budget of an OCP host is used. Times are epoch milliseconds. */
export type BudgetUse = {
  /** Requests that may leave in a period now, as people have ordered. */
  readonly maxRequests: number;
  /** Requests of the last full minute that OCP answered, or that failed. */
  readonly lastMinute: MinuteOfRequests;
  readonly thisMinute: MinuteOfRequests;
  /** The sum of ten minutes, this one included: the breaker keeps no older ones. */
  readonly lastTenMinutes: MinuteOfRequests;
  /** The last departure that a worker claimed. It may be seconds ahead. */
  readonly lastDepartureMs?: number;
  /** How many times further apart than usual departures are, because OCP asked us to slow down; 1: as usual. */
  readonly slowFactor: number;
  /** OCP asked for no request before this time. */
  readonly pausedUntilMs?: number;
  /** After outages no request is sent before this time. */
  readonly breakerOpenUntilMs?: number;
};

/** `outages`: those of the requests that OCP did not answer, or answered with 5xx. */
type MinuteOfRequests = { readonly requests: number; readonly outages: number };

const MINUTE_MS = 60_000;
const MINUTES = 10;

/**
 * Sums what all workers wrote about their requests. A worker writes how a request ended with its next claim, so the
 * last requests before a rest are counted when work goes on.
 *
 * @param limit of the workers.
 */
export const budgetUseOf = (
  { budget, orders }: Pick<ReadBudget, 'budget' | 'orders'>,
  limit: BudgetLimit,
  rules: BreakerRules,
  nowMs: number,
): BudgetUse => {
  const { maxRequests } = limitOrdered(limit, orders, nowMs);
  const pausedUntilMs = pauseEndMs(budget, limit, nowMs);
  const breaker = judgeBreaker(budget.breaker, rules, nowMs);
  const departures = possibleDepartures(budget, limit, nowMs);
  const thisMinute = Math.floor(nowMs / MINUTE_MS);
  const sum = (from: number, to: number): MinuteOfRequests => sumOf(budget.breaker.minutes, from, to);
  return {
    maxRequests,
    lastMinute: sum(thisMinute - 1, thisMinute - 1),
    thisMinute: sum(thisMinute, thisMinute),
    lastTenMinutes: sum(thisMinute - MINUTES + 1, thisMinute),
    ...(departures.length > 0 && { lastDepartureMs: Math.max(...departures) }),
    slowFactor: slowFactor(budget, limit, nowMs),
    ...(pausedUntilMs > nowMs && { pausedUntilMs }),
    ...(breaker.kind === 'open' && { breakerOpenUntilMs: breaker.untilMs }),
  };
};

const possibleDepartures = (budget: ReadBudget['budget'], limit: BudgetLimit, nowMs: number): number[] => {
  const ignored = impossibleClaims(budget, limit, nowMs);
  return budget.claims.filter((claim) => !ignored.includes(claim)).map(({ lastMs }) => lastMs);
};

/** @param from minutes since 1970, as `to`; both are included. */
const sumOf = (
  minutes: Readonly<Record<string, MinuteOfRequests>>,
  from: number,
  to: number,
): MinuteOfRequests =>
  Object.entries(minutes)
    .filter(([at]) => Number(at) >= from && Number(at) <= to)
    .reduce(
      (sum, [, { requests, outages }]) => ({
        requests: sum.requests + requests,
        outages: sum.outages + outages,
      }),
      { requests: 0, outages: 0 },
    );
