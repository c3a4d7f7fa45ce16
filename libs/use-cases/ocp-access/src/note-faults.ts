import { impossibleClaims, type ReadBudget } from '@recordings/reconciliation';
import type { OcpAccessDeps } from './ocp-access-deps.ts';

/** Reports what is wrong with the item. */
export const noteFaults = (
  { note, host, limit }: Pick<OcpAccessDeps, 'note' | 'host' | 'limit'>,
  { budget, unreadable }: ReadBudget,
  nowMs: number,
): void => {
  if (unreadable.length > 0) note({ type: 'budget_item_unreadable', host, attributes: unreadable });
  for (const { lastMs } of impossibleClaims(budget, limit, nowMs)) {
    note({ type: 'budget_claim_ignored', host, aheadMs: lastMs - nowMs });
  }
};
