import { faultOf } from '@recordings/fault';
import { changeItem, ItemContendedError } from './change-item.ts';

type Counter = { readonly count: number };

/** An item whose first `lostRaces` writes come too late: another writer counts it up. */
const makeCounter = (lostRaces: number) => {
  let stored: Counter = { count: 10 };
  let races = lostRaces;
  const calls: string[] = [];
  const item = {
    name: 'counter',
    get: async () => {
      calls.push('get');
      return stored;
    },
    put: async (next: Counter) => {
      calls.push(`put ${next.count}`);
      races -= 1;
      if (races >= 0) stored = { count: stored.count + 10 };
      else stored = next;
      return races < 0;
    },
  };
  return { item, calls };
};

const countUp = (current: Counter | undefined) => ({
  next: { count: (current?.count ?? 0) + 1 },
  result: current?.count,
});

describe('changing an item', () => {
  it('reads it, writes the change and returns the result', async () => {
    const { item, calls } = makeCounter(0);
    expect(await changeItem(item, countUp)).toBe(10);
    expect(calls).toEqual(['get', 'put 11']);
  });

  it('starts from a known item without a read, also if that is absent', async () => {
    const known = makeCounter(0);
    expect(await changeItem(known.item, countUp, { item: { count: 10 } })).toBe(10);
    const absent = makeCounter(0);
    expect(await changeItem(absent.item, countUp, { item: undefined })).toBeUndefined();
    expect([...known.calls, ...absent.calls]).toEqual(['put 11', 'put 1']);
  });

  it('decides again on a fresh read when another writer was faster', async () => {
    const { item, calls } = makeCounter(2);
    expect(await changeItem(item, countUp, { item: { count: 5 } })).toBe(30);
    expect(calls).toEqual(['put 6', 'get', 'put 21', 'get', 'put 31']);
  });

  it('writes nothing without a next item', async () => {
    const { item, calls } = makeCounter(0);
    expect(await changeItem(item, () => ({ result: 'kept' }))).toBe('kept');
    expect(calls).toEqual(['get']);
  });

  it('gives up after 12 tries with a transient error', async () => {
    const { item, calls } = makeCounter(100);
    const error: unknown = await changeItem(item, countUp).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ItemContendedError);
    expect(faultOf(error)).toBe('retryable');
    expect(calls.filter((call) => call.startsWith('put'))).toHaveLength(12);
  });
});
