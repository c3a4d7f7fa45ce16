import { makeByteBudget } from './byte-budget.ts';

const never = new AbortController().signal;
const make = (maxWaitMs = 10_000) => makeByteBudget({ totalBytes: 100, ownerBytes: 60, maxWaitMs });

/** Collects who was served, in order. */
const makeQueue = (budget = make()) => {
  const served: string[] = [];
  const releases = new Map<string, () => void>();
  const ask = (name: string, bytes: number, signal = never): void => {
    void budget.take(name.split('-')[0]!, bytes, signal).then((release) => {
      served.push(release ? name : `${name} left`);
      if (release) releases.set(name, release);
    });
  };
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { budget, served, ask, settled, release: (name: string): void => releases.get(name)?.() };
};

it('gives bytes while there are some, and again after they were given back', async () => {
  const { budget, served, ask, settled, release } = makeQueue();
  ask('a-1', 50);
  ask('b-1', 50);
  ask('c-1', 1);
  await settled();
  expect(served).toEqual(['a-1', 'b-1']);
  expect(budget.takenBytes()).toBe(100);
  release('a-1');
  release('a-1');
  await settled();
  expect(served).toEqual(['a-1', 'b-1', 'c-1']);
  expect(budget.takenBytes()).toBe(51);
});

it('gives one owner its share only, so that another owner is served at once', async () => {
  const { served, ask, settled } = makeQueue();
  for (const n of [1, 2, 3, 4]) ask(`a-${n}`, 30);
  ask('b-1', 40);
  await settled();
  expect(served).toEqual(['a-1', 'a-2', 'b-1']);
});

it('serves owners in turn, however many requests one of them has', async () => {
  const { served, ask, settled, release } = makeQueue();
  ask('x-1', 60);
  ask('y-1', 40);
  for (const n of [1, 2, 3]) ask(`a-${n}`, 20);
  for (const n of [1, 2, 3]) ask(`b-${n}`, 20);
  await settled();
  release('x-1');
  await settled();
  expect(served).toEqual(['x-1', 'y-1', 'a-1', 'b-1', 'a-2']);
});

it('does not let small requests overtake a large one for ever', async () => {
  const { served, ask, settled, release } = makeQueue();
  ask('a-1', 50);
  ask('b-1', 50);
  ask('c-1', 60);
  for (const n of [1, 2, 3]) ask(`d-${n}`, 10);
  await settled();
  release('a-1');
  await settled();
  expect(served).toEqual(['a-1', 'b-1']);
  release('b-1');
  await settled();
  expect(served.slice(0, 4)).toEqual(['a-1', 'b-1', 'c-1', 'd-1']);
});

it('gives a request that is larger than the share the whole share', async () => {
  const { budget, served, ask, settled } = makeQueue();
  ask('a-1', 1_000_000);
  await settled();
  expect([served, budget.takenBytes()]).toEqual([['a-1'], 60]);
});

it('lets a request go whose client has gone, and serves the ones behind it', async () => {
  const { served, ask, settled, budget } = makeQueue();
  const gone = new AbortController();
  ask('a-1', 60);
  ask('b-1', 50, gone.signal);
  ask('c-1', 40);
  await settled();
  expect(served).toEqual(['a-1']);
  gone.abort();
  await settled();
  expect(served).toEqual(['a-1', 'b-1 left', 'c-1']);
  expect(await budget.take('d', 0, AbortSignal.abort())).toBeUndefined();
});

it('lets a request go that waited too long', async () => {
  const budget = make(30);
  await budget.take('a', 60, never);
  await budget.take('b', 40, never);
  expect(await budget.take('c', 10, never)).toBeUndefined();
});

it('gives bytes at once while they are free, but not before those who wait', async () => {
  const { budget, served, ask, settled } = makeQueue();
  const giveBack = budget.tryTake('a', 60)!;
  expect(budget.takenBytes()).toBe(60);
  expect(budget.tryTake('a', 1)).toBeUndefined();
  ask('b-1', 60);
  await settled();
  expect(budget.tryTake('c', 1)).toBeUndefined();
  giveBack();
  giveBack();
  await settled();
  expect(served).toEqual(['b-1']);
  expect(budget.takenBytes()).toBe(60);
  expect(budget.tryTake('c', 40)).toBeDefined();
});
