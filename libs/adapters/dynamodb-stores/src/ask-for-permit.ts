import { type BudgetLimit, takePermit } from '@recordings/reconciliation';
import type { CoordinationStore } from './coordination-store.ts';
import { ContendedItemError } from './errors.ts';

/** Another worker may take the room that comes free, so a worker asks again at least this often. */
const MAX_WAIT_MS = 5_000;

/**
 * Asks the shared budget for one permit.
 *
 * @param now epoch milliseconds.
 * @returns 0 if a permit was taken, else the milliseconds until the next try, at most 5,000.
 */
export const askForPermit = async (
  coordination: Pick<CoordinationStore, 'changeBudget'>,
  budgetName: string,
  limit: BudgetLimit,
  now: () => number,
): Promise<number> => {
  try {
    return await coordination.changeBudget(budgetName, (budget) => {
      const answer = takePermit(budget, limit, now());
      return answer.kind === 'granted'
        ? { next: answer.budget, result: 0 }
        : { result: Math.min(answer.retryAfterMs, MAX_WAIT_MS) };
    });
  } catch (error) {
    // Many workers wrote the item at once. That is no outage, and its tries included waits.
    if (error instanceof ContendedItemError) return 1;
    throw error;
  }
};
