import { slowDown } from '@recordings/reconciliation';
import type { OcpAccessDeps } from './ocp-access-deps.ts';

const MAX_TRIES = 5;
/** Random wait before the next try, at most. */
const RETRY_MS = 300;

/**
 * Makes all workers slow down, because OCP asked this one to.
 *
 * @param askedMs the wait that OCP asked for, if it did.
 */
export const slowDownAll = async (
  deps: Pick<OcpAccessDeps, 'changeBudget' | 'host' | 'limit' | 'now' | 'startTimer' | 'random' | 'note'>,
  askedMs: number | undefined,
): Promise<void> => {
  const { changeBudget, host, limit, now, note } = deps;
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const change = changeBudget(host, ({ budget }) => ({
      next: slowDown(budget, limit, askedMs, now()),
      result: undefined,
    }));
    const isWritten = await change.then(
      (written) => written.isWritten,
      () => false,
    );
    if (isWritten) return note({ type: 'budget_slowed', host, askedMs });
    await pause(deps);
  }
  note({ type: 'budget_not_slowed', host, askedMs });
};

const pause = ({ startTimer, random }: Pick<OcpAccessDeps, 'startTimer' | 'random'>): Promise<void> =>
  new Promise((resolve) => void startTimer(random() * RETRY_MS, resolve));
