import type { BudgetLimit, RequestBudget } from './request-budget.ts';

/** Each request to slow down doubles the spacing of departures, at most to this many times the usual one. */
const MAX_FACTOR = 8;
/** Requests to slow down within this time count as one: the answers of one burst. */
const SAME_BURST_MS = 5_000;
/** After this time the usual spacing is reached again, in even steps. */
const RECOVERY_MS = 300_000;
/** A longer wait that OCP asks for counts as this. */
const LONGEST_PAUSE_MS = 60_000;

/** Milliseconds between two departures if OCP did not ask us to slow down. */
export const usualSpacingMs = ({ maxRequests, periodMs, slackMs }: BudgetLimit): number =>
  (periodMs + slackMs) / maxRequests;

/** Milliseconds between two departures now. Only a limit of one request makes it longer than a period. */
export const spacingMs = (budget: RequestBudget, limit: BudgetLimit, nowMs: number): number => {
  const usualMs = usualSpacingMs(limit);
  return Math.min(usualMs * slowFactor(budget, limit, nowMs), Math.max(usualMs, limit.periodMs));
};

/** How many times further apart than usual departures are, 1 to 8. */
export const slowFactor = (
  { slowdown }: Pick<RequestBudget, 'slowdown'>,
  { slackMs }: BudgetLimit,
  nowMs: number,
): number => {
  if (!slowdown || slowdown.sinceMs > nowMs + slackMs) return 1;
  const factor = Math.min(Math.max(slowdown.factor, 1), MAX_FACTOR);
  const left = Math.max(0, 1 - Math.max(0, nowMs - slowdown.sinceMs) / RECOVERY_MS);
  return 1 + (factor - 1) * left;
};

/** The time before which no request may leave, or 0. A pause that OCP cannot have asked for is ignored. */
export const pauseEndMs = (
  { pausedUntilMs = 0 }: Pick<RequestBudget, 'pausedUntilMs'>,
  limit: BudgetLimit,
  nowMs: number,
): number => (pausedUntilMs > nowMs + longestPauseMs(limit) + limit.slackMs ? 0 : pausedUntilMs);

/** No wait exceeds a period. */
const longestPauseMs = ({ periodMs }: BudgetLimit): number => Math.min(LONGEST_PAUSE_MS, periodMs);

/**
 * OCP answered 429, or asked for a wait. All workers slow down.
 *
 * @param askedMs the wait that OCP asked for, if it did.
 */
export const slowDown = (
  budget: RequestBudget,
  limit: BudgetLimit,
  askedMs: number | undefined,
  nowMs: number,
): RequestBudget => {
  const askedUntilMs = nowMs + Math.min(askedMs ?? 0, longestPauseMs(limit));
  const pausedUntilMs = Math.max(pauseEndMs(budget, limit, nowMs), askedUntilMs);
  const { slowdown } = budget;
  const isSameBurst = slowdown !== undefined && Math.abs(nowMs - slowdown.sinceMs) < SAME_BURST_MS;
  if (isSameBurst) return { ...budget, pausedUntilMs };
  const factor = Math.min(2 * slowFactor(budget, limit, nowMs), MAX_FACTOR);
  return { ...budget, pausedUntilMs, slowdown: { sinceMs: nowMs, factor } };
};
