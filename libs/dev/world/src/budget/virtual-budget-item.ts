import { DomainError } from '@recordings/fault';
import type { ChangeBudget } from '@recordings/ocp-access';
import { readBudget } from '@recordings/reconciliation';
import type { Random } from '../time/random.ts';
import type { Timeline } from '../time/timeline.ts';
import type { BudgetLoad } from './budget-load.ts';

class VirtualThrottlingError extends DomainError {
  readonly code = 'STORE_UNAVAILABLE';
  readonly fault = 'retryable';
}

/** The budget's item in a DynamoDB that takes time and fails. It counts the requests. */
export const makeVirtualBudgetItem = (
  timeline: Timeline,
  random: Random,
  { latencyMs: [fromMs, toMs], slowShare, failShare }: BudgetLoad,
) => {
  let item: unknown;
  let revision = 0;
  const counts = { reads: 0, writes: 0, lostWrites: 0 };
  const wait = (delayMs: number): Promise<void> => new Promise((resolve) => timeline.after(delayMs, resolve));
  /** One request: it takes effect somewhere between its start and its answer. */
  const send = async <T>(effect: () => T): Promise<T> => {
    const tookMs = random.chance(slowShare) ? random.between(toMs, 4_000) : random.between(fromMs, toMs);
    const effectMs = random.between(0, tookMs);
    await wait(effectMs);
    if (random.chance(failShare)) throw new VirtualThrottlingError('throttled');
    const result = effect();
    await wait(tookMs - effectMs);
    return result;
  };
  const changeBudget: ChangeBudget = async (_, change) => {
    counts.reads += 1;
    const read = await send(() => ({ revision, item }));
    const { next, result } = change(readBudget(read.item));
    if (!next) return { isWritten: false, result };
    counts.writes += 1;
    const isWritten = await send(() => {
      if (revision !== read.revision) return false;
      revision += 1;
      item = JSON.parse(JSON.stringify(next));
      return true;
    });
    if (!isWritten) counts.lostWrites += 1;
    return { isWritten, result };
  };
  return { changeBudget, counts };
};
