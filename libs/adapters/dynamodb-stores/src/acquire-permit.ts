import { setTimeout as sleep } from 'node:timers/promises';
import type { BudgetLimit } from '@recordings/reconciliation';
import { askForPermit } from './ask-for-permit.ts';
import type { CoordinationStore } from './coordination-store.ts';

/**
 * Makes the function that every request to OCP awaits first. It resolves when the budget that all workers share has
 * room, and rejects with the signal's reason when `signal` aborts. Callers of one process take turns, so that only
 * workers contend for the budget's one item.
 *
 * @param now epoch milliseconds.
 */
export const makeAcquirePermit = (
  coordination: Pick<CoordinationStore, 'changeBudget'>,
  budgetName: string,
  limit: BudgetLimit,
  now: () => number,
): ((signal: AbortSignal) => Promise<void>) => {
  const acquire = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      signal.throwIfAborted();
      const waitMs = await askForPermit(coordination, budgetName, limit, now);
      if (waitMs === 0) return;
      await sleep(waitMs, undefined, { signal });
    }
  };

  let lastTurn: Promise<unknown> = Promise.resolve();
  return async (signal) => {
    signal.throwIfAborted();
    const turn = lastTurn.then(() => acquire(signal));
    lastTurn = turn.catch(() => undefined);
    await raceAbort(turn, signal);
  };
};

/** Rejects as soon as the signal aborts, also while earlier callers have their turn. */
const raceAbort = async (turn: Promise<void>, signal: AbortSignal): Promise<void> => {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([turn, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};
