import { setImmediate as turn } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { type Gathered, gather } from './gather.ts';

/** Deliveries that end when the test says so. */
const setUp = () => {
  const deliveries: { readonly items: readonly number[]; readonly end: () => void }[] = [];
  const send = gather<number>(
    (gathered: readonly Gathered<number>[]) =>
      new Promise((resolve) => {
        const end = (): void => {
          for (const { done } of gathered) done();
          resolve();
        };
        deliveries.push({ items: gathered.map(({ item }) => item), end });
      }),
  );
  return { send, deliveries, delivered: () => deliveries.map(({ items }) => items) };
};

describe('gather', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('delivers the items of one turn together, without a wait', async () => {
    const { send, delivered } = setUp();
    for (const item of [1, 2, 3]) void send(item);
    expect(delivered()).toEqual([]);
    await turn();
    expect(delivered()).toEqual([[1, 2, 3]]);
  });

  it('gathers the items that come while a delivery is under way, and delivers them when it ends', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'clearImmediate', 'nextTick', 'queueMicrotask'] }); // 10 ms do not pass.
    const { send, deliveries, delivered } = setUp();
    const first = send(1);
    await turn();
    const others = [2, 3].map(send);
    await turn();
    expect(delivered()).toEqual([[1]]);
    deliveries[0]!.end();
    await first;
    await turn();
    expect(delivered()).toEqual([[1], [2, 3]]);
    deliveries[1]!.end();
    await Promise.all(others);
  });

  it('delivers a full request at once, and items that wait behind a slow one after 10 ms', async () => {
    const { send, deliveries, delivered } = setUp();
    for (let item = 0; item < 12; item += 1) void send(item);
    expect(delivered()).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    while (deliveries.length < 2) await turn();
    expect(delivered()[1]).toEqual([10, 11]);
  });

  it('fails the items of a delivery that fails, and delivers the next', async () => {
    let count = 0;
    const send = gather<number>(async ([first]) => {
      count += 1;
      if (count === 1) throw new Error('away');
      first!.done();
    });
    await expect(send(1)).rejects.toThrow('away');
    await expect(send(2)).resolves.toBeUndefined();
  });
});
