import type { BudgetEvent } from '@recordings/reconciliation';
import type { OcpAccessDeps } from './ocp-access-deps.ts';

/** The item is read more than once a second, and what is wrong with it stays wrong. */
const REPEAT_MS = 60_000;
const REPEATED: ReadonlySet<BudgetEvent['type']> = new Set([
  'budget_claim_ignored',
  'breaker_pause_ignored',
  'budget_item_unreadable',
]);

/** Reports each fault of the item once a minute. */
export const limitNotes = ({ note, now }: Pick<OcpAccessDeps, 'note' | 'now'>): OcpAccessDeps['note'] => {
  const notedMs = new Map<BudgetEvent['type'], number>();
  return (event) => {
    if (REPEATED.has(event.type)) {
      const nowMs = now();
      if (nowMs - (notedMs.get(event.type) ?? Number.NEGATIVE_INFINITY) < REPEAT_MS) return;
      notedMs.set(event.type, nowMs);
    }
    note(event);
  };
};
