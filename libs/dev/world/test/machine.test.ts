import { z } from 'zod';
import { makeVirtualTable } from '../src/tables/virtual-table.ts';
import { type FaultKind, makeMachine } from '../src/time/machine.ts';
import { makeRandom } from '../src/time/random.ts';
import { makeTimeline } from '../src/time/timeline.ts';

const Item = z.object({ revision: z.number(), text: z.string() });

/** A table with one item, whose second request has a fault. */
const makeFaultyTable = (kind: FaultKind) => {
  const timeline = makeTimeline(0);
  const random = makeRandom(1);
  const machine = makeMachine(timeline, random, [{ afterSteps: 1, kind }]);
  const table = makeVirtualTable({ timeline, random, machine }, 'items', Item);
  const { life } = machine.makeProcess('worker-1');
  table.changeNow('a', () => ({ next: { revision: 1, text: 'old' }, result: undefined }));
  /** Lets virtual time pass until the promise has settled. */
  const settle = async <T>(promise: Promise<T>): Promise<T | 'never'> => {
    let end: { value: T } | undefined;
    void promise.then((value) => {
      end = { value };
    });
    await timeline.runUntil(() => end !== undefined, 60_000);
    return end ? end.value : 'never';
  };
  return { table, life, settle };
};

describe('a fault at the second request of a process', () => {
  const put = { revision: 2, text: 'new' };

  it('of kind conflict: the write takes effect and its answer says that the condition was false', async () => {
    const { table, life, settle } = makeFaultyTable('conflict');
    expect(await settle(table.get(life, 'a'))).toMatchObject({ text: 'old' });
    expect(await settle(table.put(life, 'a', put))).toBe(false);
    expect(table.item('a')).toEqual(put);
  });

  it('of kind conflict: the answer of an update has no item', async () => {
    const { table, life, settle } = makeFaultyTable('conflict');
    await settle(table.get(life, 'a'));
    expect(await settle(table.update(life, 'a', () => put))).toBeUndefined();
    expect(table.item('a')).toEqual(put);
  });

  it.each([
    ['crash-before', 'old'],
    ['crash-after', 'new'],
  ] as const)('of kind %s: no answer comes, and the item is %s', async (kind, text) => {
    const { table, life, settle } = makeFaultyTable(kind);
    await settle(table.get(life, 'a'));
    expect(await settle(table.put(life, 'a', put))).toBe('never');
    expect(table.item('a')).toMatchObject({ text });
    expect(await settle(table.get(life, 'a'))).toBe('never');
  });
});
