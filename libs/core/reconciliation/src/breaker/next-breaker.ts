import type { BreakerRules, RequestOutcome, SharedBreaker } from './shared-breaker.ts';

const ROW = 5;
const BURST = 10;
const BURST_MS = 300_000;
const RATE_MINUTES = 10;
const HIGH_RATE = 0.5;
/** Fewer requests say little about the rate of outages. */
const MIN_REQUESTS = 10;
const MINUTE_MS = 60_000;
/** The request that tries whether OCP is back is answered, or has failed, within this time. */
const TRIAL_MS = 60_000;
/** While a worker sends that request, the others look for its outcome this often. */
export const TRIAL_LOOK_MS = 2_000;

export type BreakerVerdict =
  | { readonly kind: 'closed' }
  /** No request may be sent. Ask again at `untilMs`. */
  | { readonly kind: 'open'; readonly untilMs: number }
  /** One request may be sent. The worker that sends it writes `startTrial`. */
  | { readonly kind: 'trial' };

export const judgeBreaker = (breaker: SharedBreaker, rules: BreakerRules, nowMs: number): BreakerVerdict => {
  const openUntilMs = openUntil(breaker, rules, nowMs);
  if (openUntilMs === undefined) return { kind: 'closed' };
  if (openUntilMs > nowMs) return { kind: 'open', untilMs: openUntilMs };
  const { trialUntilMs = 0 } = breaker;
  const isTried = trialUntilMs > nowMs && trialUntilMs <= nowMs + 2 * TRIAL_MS;
  return isTried
    ? { kind: 'open', untilMs: Math.min(trialUntilMs, nowMs + TRIAL_LOOK_MS) }
    : { kind: 'trial' };
};

/** @param departureMs when the request leaves that tries whether OCP is back. */
export const startTrial = (breaker: SharedBreaker, departureMs: number): SharedBreaker => ({
  ...breaker,
  trialUntilMs: departureMs + TRIAL_MS,
});

/** Moves the breaker by the outcome of a request. */
export const nextBreaker = (
  breaker: SharedBreaker,
  outcome: RequestOutcome,
  rules: BreakerRules,
  nowMs: number,
): SharedBreaker => {
  const openUntilMs = openUntil(breaker, rules, nowMs);
  const isTrial = openUntilMs !== undefined && outcome.departureMs >= openUntilMs;
  switch (outcome.kind) {
    case 'answered': {
      const counted = { ...count(breaker, 0, nowMs), row: 0 };
      return isTrial ? close(counted) : counted;
    }
    case 'outage': {
      const counted = noteOutage(breaker, nowMs);
      const isOpen = openUntilMs !== undefined && !isTrial;
      if (!isOpen && isBurst(counted)) return open({ ...counted, outagesMs: [] }, rules.burstPauseMs, nowMs);
      if (isTrial) return open(counted, breaker.pauseMs ?? rules.rowPauseMs, nowMs);
      return !isOpen && counted.row >= ROW ? open(counted, rules.rowPauseMs, nowMs) : counted;
    }
    case 'aborted':
      return isTrial ? open(breaker, breaker.pauseMs ?? rules.rowPauseMs, nowMs) : breaker;
    default:
      return outcome.kind satisfies never;
  }
};

/** Whether half of the requests of the last 10 minutes were outages: then half as many may run at once. */
export const isRateHigh = ({ minutes }: Pick<SharedBreaker, 'minutes'>, nowMs: number): boolean => {
  const { requests, outages } = sumOf(minutes, nowMs);
  return requests >= MIN_REQUESTS && outages >= HIGH_RATE * requests;
};

/** Whether the pause is longer than any rule makes it: a clock is wrong. It is ignored. */
export const isImpossiblePause = (breaker: SharedBreaker, rules: BreakerRules, nowMs: number): boolean =>
  breaker.openUntilMs !== undefined && openUntil(breaker, rules, nowMs) === undefined;

/** The end of the pause, or undefined if the breaker is closed. */
const openUntil = (
  { openUntilMs }: SharedBreaker,
  { rowPauseMs, burstPauseMs }: BreakerRules,
  nowMs: number,
): number | undefined => {
  const latestMs = nowMs + Math.max(rowPauseMs, burstPauseMs) + 10_000;
  return openUntilMs === undefined || openUntilMs > latestMs ? undefined : openUntilMs;
};

const noteOutage = (breaker: SharedBreaker, nowMs: number): SharedBreaker => ({
  ...count(breaker, 1, nowMs),
  row: breaker.row + 1,
  outagesMs: [...breaker.outagesMs, nowMs].slice(-BURST),
});

/** A pause after a burst uses up its outages. */
const isBurst = ({ outagesMs }: SharedBreaker): boolean => {
  const [first, last] = [outagesMs.at(-BURST), outagesMs.at(-1)];
  return first !== undefined && last !== undefined && Math.abs(last - first) <= BURST_MS;
};

const open = (breaker: SharedBreaker, pauseMs: number, nowMs: number): SharedBreaker => {
  const { trialUntilMs: _, ...rest } = breaker;
  return { ...rest, openUntilMs: nowMs + pauseMs, pauseMs };
};

const close = ({ row, outagesMs, minutes }: SharedBreaker): SharedBreaker => ({ row, outagesMs, minutes });

const count = (breaker: SharedBreaker, outages: number, nowMs: number): SharedBreaker => {
  const minute = Math.floor(nowMs / MINUTE_MS);
  const known = breaker.minutes[minute] ?? { requests: 0, outages: 0 };
  const minutes = {
    ...recentOf(breaker.minutes, minute),
    [minute]: { requests: known.requests + 1, outages: known.outages + outages },
  };
  return { ...breaker, minutes };
};

const recentOf = (minutes: SharedBreaker['minutes'], minute: number): SharedBreaker['minutes'] =>
  Object.fromEntries(
    Object.entries(minutes).filter(([at]) => Number(at) > minute - RATE_MINUTES && Number(at) <= minute + 1),
  );

const sumOf = (minutes: SharedBreaker['minutes'], nowMs: number) =>
  Object.values(recentOf(minutes, Math.floor(nowMs / MINUTE_MS))).reduce(
    (sum, { requests, outages }) => ({ requests: sum.requests + requests, outages: sum.outages + outages }),
    { requests: 0, outages: 0 },
  );
