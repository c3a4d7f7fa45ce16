import type { BudgetClaim, BudgetLimit, RequestBudget } from './request-budget.ts';

/** A claim takes departures at most this far ahead. */
export const MAX_AHEAD_MS = 5_000;

/** Of the slack, the part for late requests. The rest is how much the clocks of two workers may differ. */
const MAX_LATE_MS = 250;

/** A claim replaces those that end at most this much earlier. */
const SAME_TIME_MS = 10_000;
const MAX_CLAIMS = 8;
/** A claim that was not followed by another of the same time, while this many were written, is forgotten. */
const MAX_AGE = 100;

export type ClaimRequest = {
  /** Departures that can be used. */
  readonly count: number;
  /** The first departure is at least this late, so that the claim is written before it. */
  readonly leadMs: number;
  /** No departure is further ahead; at most `MAX_AHEAD_MS`. */
  readonly aheadMs: number;
};

export type ClaimAnswer =
  | {
      readonly kind: 'claimed';
      readonly budget: RequestBudget;
      /** Epoch milliseconds, rising. At least one. */
      readonly departuresMs: readonly number[];
    }
  | {
      readonly kind: 'full';
      /** Whole milliseconds until there is room, at most one period. */
      readonly waitMs: number;
    };

/**
 * Claims departures: the times at which requests may be sent. Departures are spaced by (period + slack) / limit, so any
 * period holds at most the limit. A departure that is not used counts as used.
 *
 * @param nowMs epoch milliseconds.
 */
export const claimDepartures = (
  budget: RequestBudget,
  limit: BudgetLimit,
  { count, leadMs, aheadMs }: ClaimRequest,
  nowMs: number,
): ClaimAnswer => {
  const spacingMs = spacingOf(limit);
  const firstMs = Math.max(nowMs + leadMs, lastDepartureMs(budget, limit, nowMs) + spacingMs);
  const latestMs = nowMs + Math.max(leadMs, aheadMs);
  if (firstMs > latestMs) {
    return { kind: 'full', waitMs: Math.min(Math.ceil(firstMs - latestMs), limit.periodMs) };
  }
  const room = 1 + Math.floor((latestMs - firstMs) / spacingMs);
  const length = Math.min(count, room);
  const departuresMs = Array.from({ length }, (_, at) => firstMs + at * spacingMs);
  return {
    kind: 'claimed',
    departuresMs,
    budget: { ...budget, claims: addClaim(budget, departuresMs.at(-1)!) },
  };
};

/** Milliseconds between two departures. */
export const spacingOf = ({ maxRequests, periodMs, slackMs }: BudgetLimit): number =>
  (periodMs + slackMs) / maxRequests;

/** Whether a departure is missed: a request that leaves later could come too close to the next ones. */
export const isMissed = (departureMs: number, nowMs: number): boolean => nowMs > departureMs + MAX_LATE_MS;

/** The claims that a right clock cannot have made. They are ignored: they would stop all requests until their time. */
export const impossibleClaims = (
  { claims }: RequestBudget,
  { slackMs }: BudgetLimit,
  nowMs: number,
): readonly BudgetClaim[] => claims.filter(({ lastMs }) => lastMs > nowMs + MAX_AHEAD_MS + slackMs);

const lastDepartureMs = (budget: RequestBudget, limit: BudgetLimit, nowMs: number): number => {
  const ignored = impossibleClaims(budget, limit, nowMs);
  const counted = budget.claims.filter((claim) => !ignored.includes(claim));
  return Math.max(Number.NEGATIVE_INFINITY, ...counted.map(({ lastMs }) => lastMs));
};

/** Keeps ignored claims: a worker with a wrong clock must still find its own, or it would not wait at all. */
const addClaim = ({ claims }: RequestBudget, lastMs: number): readonly BudgetClaim[] => {
  const isReplaced = (claim: BudgetClaim): boolean =>
    claim.lastMs <= lastMs && claim.lastMs > lastMs - SAME_TIME_MS;
  const others = claims
    .filter((claim) => !isReplaced(claim))
    .map((claim) => ({ ...claim, age: claim.age + 1 }))
    .filter(({ age }) => age < MAX_AGE);
  return [...others.slice(1 - MAX_CLAIMS), { lastMs, age: 0 }];
};
