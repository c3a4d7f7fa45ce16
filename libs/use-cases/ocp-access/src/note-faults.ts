import { impossibleClaims, isImpossiblePause, type ReadBudget } from '@recordings/reconciliation';
import type { OcpAccessDeps } from './ocp-access-deps.ts';

/** Reports what is wrong with the item. */
export const noteFaults = (
  { note, host, limit, rules }: Pick<OcpAccessDeps, 'note' | 'host' | 'limit' | 'rules'>,
  { budget, unreadable }: ReadBudget,
  nowMs: number,
): void => {
  if (unreadable.length > 0) note({ type: 'budget_item_unreadable', host, attributes: unreadable });
  for (const { lastMs } of impossibleClaims(budget, limit, nowMs)) {
    note({ type: 'budget_claim_ignored', host, aheadMs: lastMs - nowMs });
  }
  const { breaker } = budget;
  if (isImpossiblePause(breaker, rules, nowMs)) {
    note({ type: 'breaker_pause_ignored', host, aheadMs: breaker.openUntilMs! - nowMs });
  }
};
