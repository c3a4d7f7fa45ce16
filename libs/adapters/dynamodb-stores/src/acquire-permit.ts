import { setTimeout as sleep } from 'node:timers/promises';
import { type BudgetEvent, type BudgetLimit, isMissed } from '@recordings/reconciliation';
import { askForPermit } from './ask-for-permit.ts';
import type { CoordinationStore } from './coordination-store.ts';

/**
 * Makes the function that every request to OCP awaits first. It resolves at a departure that was claimed from the budget
 * that all workers share, and rejects with the signal's reason when `signal` aborts. Callers of one process take turns, so
 * that only workers contend for the budget's one item.
 *
 * @param host names the budget.
 * @param now epoch milliseconds.
 */
export const makeAcquirePermit = (
  coordination: Pick<CoordinationStore, 'changeBudget'>,
  host: string,
  limit: BudgetLimit,
  now: () => number,
  note: (event: BudgetEvent) => void,
): ((signal: AbortSignal) => Promise<void>) => {
  const acquire = async (signal: AbortSignal): Promise<void> => {
    let leadMs = 0;
    for (;;) {
      signal.throwIfAborted();
      const askedMs = now();
      const answer = await askForPermit({ coordination, host, limit, now, note }, leadMs);
      if (answer.kind === 'wait') {
        await sleep(answer.waitMs, undefined, { signal });
        continue;
      }
      const { departureMs } = answer;
      while (now() < departureMs) await sleep(departureMs - now(), undefined, { signal });
      if (!isMissed(departureMs, now())) return;
      // The write took long. The next departure is claimed so far ahead that it is written in time.
      leadMs = Math.min(now() - askedMs, MAX_LEAD_MS);
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

const MAX_LEAD_MS = 4_000;

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
