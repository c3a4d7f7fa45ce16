import { setTimeout as sleep } from 'node:timers/promises';
import { type BudgetLimit, takePermit } from '@recordings/reconciliation';
import type { CoordinationStore } from './coordination-store.ts';
import { ContendedItemError } from './errors.ts';

/** Other workers may take what comes free first, so waits are kept short of this. */
const MAX_WAIT_MS = 5_000;

/**
 * Makes the function that every request to OCP asks first: it resolves when the budget that all workers share has
 * room, and rejects with the signal's reason when `signal` aborts. Those who ask here take turns, so that only
 * workers contend for the budget's one item.
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
      const waitMs = await takeOrWait(coordination, budgetName, limit, now);
      if (waitMs === 0) return;
      await sleep(waitMs, undefined, { signal });
    }
  };

  let line: Promise<unknown> = Promise.resolve();
  return async (signal) => {
    signal.throwIfAborted();
    const turn = line.then(() => acquire(signal));
    line = turn.catch(() => undefined);
    await orAborted(turn, signal);
  };
};

/** @returns 0 if a permit was taken, else the milliseconds until asking again makes sense. */
const takeOrWait = async (
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
    // Many workers at one item is no outage, and its tries have waited already.
    if (error instanceof ContendedItemError) return 1;
    throw error;
  }
};

/** Does not wait in line any longer once the signal aborts. */
const orAborted = async (turn: Promise<void>, signal: AbortSignal): Promise<void> => {
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([turn, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};
