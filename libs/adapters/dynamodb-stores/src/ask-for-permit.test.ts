import type { RequestBudget } from '@recordings/reconciliation';
import { askForPermit } from './ask-for-permit.ts';
import { ContendedItemError, StoreUnavailableError } from './errors.ts';

const NOW_MS = Date.UTC(2026, 0, 15, 12);
const now = (): number => NOW_MS;

/** A budget in memory: `left` is what the last call wrote. */
const budgetWith = (grants: RequestBudget['grants']) => {
  const item = { left: { grants } as RequestBudget };
  const changeBudget = async <R>(
    _: string,
    change: (budget: RequestBudget) => { readonly next?: RequestBudget; readonly result: R },
  ): Promise<R> => {
    const { next, result } = change(item.left);
    if (next) item.left = next;
    return result;
  };
  return { item, changeBudget };
};

/** One request of one was granted `agoMs` before now, in slices of a twelfth of the period. */
const usedUp = (periodMs: number, agoMs: number) => {
  const sliceMs = periodMs / 12;
  return budgetWith({ [Math.floor((NOW_MS - agoMs) / sliceMs)]: 1 });
};

describe('askForPermit', () => {
  it('takes a permit where the budget has room, and writes that it did', async () => {
    const budget = budgetWith({});
    expect(await askForPermit(budget, 'ocp', { maxRequests: 1, periodMs: 60_000 }, now)).toBe(0);
    expect(Object.values(budget.item.left.grants)).toEqual([1]);
  });

  it('waits until the oldest request leaves the period, where that is soon', async () => {
    const budget = usedUp(1_200, 2_000);
    expect(await askForPermit(budget, 'ocp', { maxRequests: 1, periodMs: 1_200 }, now)).toBe(300);
  });

  it('waits 5 s at most, because others may take the room that comes free', async () => {
    const budget = usedUp(3_600_000, 0);
    expect(await askForPermit(budget, 'ocp', { maxRequests: 1, periodMs: 3_600_000 }, now)).toBe(5_000);
  });

  it('asks again after a millisecond when other workers wrote the item each time', async () => {
    const changeBudget = () => Promise.reject(new ContendedItemError('budget#ocp', 12));
    expect(await askForPermit({ changeBudget }, 'ocp', { maxRequests: 1, periodMs: 60_000 }, now)).toBe(1);
  });

  it('rethrows every other error', async () => {
    const outage = new StoreUnavailableError('DynamoDB: throttled');
    const changeBudget = () => Promise.reject(outage);
    const asked = askForPermit({ changeBudget }, 'ocp', { maxRequests: 1, periodMs: 60_000 }, now);
    await expect(asked).rejects.toBe(outage);
  });
});
