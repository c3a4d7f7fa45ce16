import { pauseEndMs, spacingMs } from './pace.ts';
import type { BudgetClaim, BudgetLimit, RequestBudget } from './request-budget.ts';
import { isBehind, possibleTurns, type Turns, withTurn } from './turns.ts';

/**
 * How far ahead a claim may take a departure. Downloads leave the last second to groups that had less than their share,
 * and both leave the last but one to control requests: so control requests find a departure whatever downloads claim.
 */
const CONTROL_AHEAD_MS = 5_000;
const BEHIND_AHEAD_MS = 4_000;
const DOWNLOAD_AHEAD_MS = 3_000;
/** The first departure is at most this much later than now, however long a claim takes to write. */
const MAX_LEAD_MS = 2_500;

/** Of the slack, the part for late requests. The rest is how much the clocks of two workers may differ. */
const MAX_LATE_MS = 250;

/** A clock that is set back by more is noticed. */
export const CLOCK_STEP_MS = 1_000;

/** A claim replaces those that end at most this much earlier. */
const SAME_TIME_MS = 10_000;
const MAX_CLAIMS = 8;
/** A claim that was not followed by another of the same time, while this many were written, is forgotten. */
const MAX_AGE = 100;

export type ClaimRequest = {
  /** Creates, polls and listings that wait. */
  readonly control: number;
  /** The groups of the downloads that wait, in turn. */
  readonly downloads: readonly string[];
  /** The first departure is at least this late, so that the claim is written before it. */
  readonly leadMs: number;
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
 * period holds at most the limit. A departure that is not used counts as used. Control requests take the next ones. What
 * they leave goes to downloads, in turn over the groups.
 *
 * @param nowMs epoch milliseconds.
 */
export const claimDepartures = (
  budget: RequestBudget,
  limit: BudgetLimit,
  { control, downloads, leadMs }: ClaimRequest,
  nowMs: number,
): ClaimAnswer => {
  const stepMs = spacingMs(budget, limit, nowMs);
  const earliestMs = Math.max(nowMs + Math.min(leadMs, MAX_LEAD_MS), pauseEndMs(budget, limit, nowMs));
  const firstMs = Math.max(earliestMs, lastDepartureMs(budget, limit, nowMs) + stepMs);
  const requests = [...Array.from({ length: control }, () => undefined), ...downloads];
  let turns = possibleTurns(budget.turns, latestPossibleMs(limit, nowMs));
  const departuresMs: number[] = [];
  for (const group of requests) {
    const atMs = firstMs + departuresMs.length * stepMs;
    const waitMs = Math.ceil(atMs - nowMs - aheadMs(turns, group, atMs, stepMs));
    if (waitMs > 0 && departuresMs.length === 0) {
      return { kind: 'full', waitMs: Math.min(waitMs, limit.periodMs) };
    }
    if (waitMs > 0) break;
    departuresMs.push(atMs);
    if (group !== undefined) turns = withTurn(turns, group, atMs);
  }
  const lastMs = departuresMs.at(-1);
  if (lastMs === undefined) throw new RangeError('a claim must be for at least one request');
  return { kind: 'claimed', departuresMs, budget: { ...budget, turns, claims: addClaim(budget, lastMs) } };
};

const aheadMs = (turns: Turns, group: string | undefined, atMs: number, stepMs: number): number => {
  if (group === undefined) return CONTROL_AHEAD_MS;
  return isBehind(turns, group, atMs, stepMs) ? BEHIND_AHEAD_MS : DOWNLOAD_AHEAD_MS;
};

/** Whether a departure is missed: a request that leaves later could come too close to the next ones. */
export const isMissed = (departureMs: number, nowMs: number): boolean => nowMs > departureMs + MAX_LATE_MS;

/** Whether the clock that claimed a departure was set back since: no claim takes one that far ahead. */
export const isTooFarAhead = (departureMs: number, nowMs: number): boolean =>
  departureMs > nowMs + CONTROL_AHEAD_MS + CLOCK_STEP_MS;

/** The claims that a right clock cannot have made. They are ignored: they would stop all requests until their time. */
export const impossibleClaims = (
  { claims }: RequestBudget,
  limit: BudgetLimit,
  nowMs: number,
): readonly BudgetClaim[] => claims.filter(({ lastMs }) => lastMs > latestPossibleMs(limit, nowMs));

const latestPossibleMs = ({ slackMs }: BudgetLimit, nowMs: number): number =>
  nowMs + CONTROL_AHEAD_MS + slackMs;

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
