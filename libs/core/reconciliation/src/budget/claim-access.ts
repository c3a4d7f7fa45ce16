import { judgeBreaker, startTrial } from '../breaker/next-breaker.ts';
import type { BreakerRules } from '../breaker/shared-breaker.ts';
import { type ClaimAnswer, type ClaimRequest, claimDepartures } from './claim-departures.ts';
import type { BudgetLimit, RequestBudget } from './request-budget.ts';

export type AccessAnswer =
  | (ClaimAnswer & { readonly isTrial: boolean })
  /** The breaker is open: no request may be sent. Ask again at `untilMs`. */
  | { readonly kind: 'open'; readonly untilMs: number };

/** Claims departures, as far as the breaker allows it: none while it is open, then one that tries whether OCP is back. */
export const claimAccess = (
  budget: RequestBudget,
  limit: BudgetLimit,
  rules: BreakerRules,
  request: ClaimRequest,
  nowMs: number,
): AccessAnswer => {
  const verdict = judgeBreaker(budget.breaker, rules, nowMs);
  switch (verdict.kind) {
    case 'closed':
      return { ...claimDepartures(budget, limit, request, nowMs), isTrial: false };
    case 'open':
      return verdict;
    case 'trial': {
      const answer = claimDepartures(budget, limit, onlyFirst(request), nowMs);
      if (answer.kind === 'full') return { ...answer, isTrial: true };
      const breaker = startTrial(budget.breaker, answer.departuresMs[0]!);
      return { ...answer, isTrial: true, budget: { ...answer.budget, breaker } };
    }
    default:
      return verdict satisfies never;
  }
};

const onlyFirst = ({ control, downloads, leadMs }: ClaimRequest): ClaimRequest =>
  control > 0
    ? { control: 1, downloads: [], leadMs }
    : { control: 0, downloads: downloads.slice(0, 1), leadMs };
