import {
  type BudgetEvent,
  type ReadBudget,
  type RequestBudget,
  readBudget,
} from '@recordings/reconciliation';
import { askForPermit, type PermitDeps } from './ask-for-permit.ts';
import { ContendedItemError, StoreUnavailableError } from './errors.ts';

const NOW_MS = Date.UTC(2026, 0, 15, 12);
const LIMIT = { maxRequests: 100, periodMs: 60_000, slackMs: 1_000 };

/** A budget in memory: `left` is what the last call wrote. */
const setUp = (item: unknown, over: Partial<PermitDeps> = {}) => {
  const left: { item: unknown } = { item };
  const notes: BudgetEvent[] = [];
  const changeBudget = async <R>(
    _: string,
    change: (read: ReadBudget) => { readonly next?: RequestBudget; readonly result: R },
  ): Promise<R> => {
    const { next, result } = change(readBudget(left.item));
    if (next) left.item = next;
    return result;
  };
  const note = (event: BudgetEvent): void => void notes.push(event);
  const deps: PermitDeps = {
    coordination: { changeBudget },
    host: 'ocp',
    limit: LIMIT,
    now: () => NOW_MS,
    note,
    ...over,
  };
  return { ask: () => askForPermit(deps, 0), left, notes };
};

const claimedUntil = (lastMs: number) => ({ claims: [{ lastMs, age: 0 }] });

describe('askForPermit', () => {
  it('claims the next departure, and writes that it did', async () => {
    const { ask, left, notes } = setUp(claimedUntil(NOW_MS + 1_000));
    expect(await ask()).toEqual({ kind: 'claimed', departureMs: NOW_MS + 1_610 });
    expect(left.item).toEqual(claimedUntil(NOW_MS + 1_610));
    expect(notes).toEqual([]);
  });

  it('waits until the next departure is 5 s ahead', async () => {
    const { ask } = setUp(claimedUntil(NOW_MS + 5_000));
    expect(await ask()).toEqual({ kind: 'wait', waitMs: 610 });
  });

  it('waits 5 s at most, because others may take the departure', async () => {
    const { ask } = setUp(claimedUntil(NOW_MS), { limit: { ...LIMIT, maxRequests: 1 } });
    expect(await ask()).toEqual({ kind: 'wait', waitMs: 5_000 });
  });

  it('reports a claim of an hour ahead and ignores it', async () => {
    const { ask, notes } = setUp(claimedUntil(NOW_MS + 3_600_000));
    expect(await ask()).toEqual({ kind: 'claimed', departureMs: NOW_MS });
    expect(notes).toEqual([{ type: 'budget_claim_ignored', host: 'ocp', aheadMs: 3_600_000 }]);
  });

  it('reports attributes that cannot be read, and claims a departure', async () => {
    const { ask, notes } = setUp({ claims: 'none' });
    expect(await ask()).toEqual({ kind: 'claimed', departureMs: NOW_MS });
    expect(notes).toEqual([{ type: 'budget_item_unreadable', host: 'ocp', attributes: ['claims'] }]);
  });

  it('asks again after a millisecond when other workers wrote the item each time', async () => {
    const changeBudget = () => Promise.reject(new ContendedItemError('ocp-budget#ocp', 12));
    expect(await setUp({}, { coordination: { changeBudget } }).ask()).toEqual({ kind: 'wait', waitMs: 1 });
  });

  it('rethrows every other error', async () => {
    const outage = new StoreUnavailableError('DynamoDB: throttled');
    const changeBudget = () => Promise.reject(outage);
    await expect(setUp({}, { coordination: { changeBudget } }).ask()).rejects.toBe(outage);
  });
});
