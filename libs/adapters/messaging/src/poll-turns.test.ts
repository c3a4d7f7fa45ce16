import { makePollTurns } from './poll-turns.ts';

const never = new AbortController().signal;

/** Takes a turn, and says when it began. */
const asks = (turns: ReturnType<typeof makePollTurns>, signal = never) => {
  const taken = { isBegun: false, end: (): void => undefined };
  const begun = turns.take(signal).then((end) => Object.assign(taken, { isBegun: true, end }));
  return { taken, begun };
};
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the turns of the slots of a queue', () => {
  it('begin one after the other, in the order in which the slots asked', async () => {
    const turns = makePollTurns();
    const slots = [asks(turns), asks(turns), asks(turns)];
    await settle();
    expect(slots.map(({ taken }) => taken.isBegun)).toEqual([true, false, false]);
    slots[0]!.taken.end();
    await settle();
    expect(slots.map(({ taken }) => taken.isBegun)).toEqual([true, true, false]);
    slots[1]!.taken.end();
    await settle();
    expect(slots[2]!.taken.isBegun).toBe(true);
  });

  it('end once: a slot that ends its turn again takes none from another', async () => {
    const turns = makePollTurns();
    const [first, second, third] = [asks(turns), asks(turns), asks(turns)];
    await settle();
    first.taken.end();
    first.taken.end();
    await settle();
    expect([second.taken.isBegun, third.taken.isBegun]).toEqual([true, false]);
  });

  it('are free again when no slot waits', async () => {
    const turns = makePollTurns();
    (await turns.take(never))();
    const next = asks(turns);
    await settle();
    expect(next.taken.isBegun).toBe(true);
  });

  it('are not waited for by a slot that stops, and it keeps none from the others', async () => {
    const turns = makePollTurns();
    const stopping = new AbortController();
    const [first, stopped, last] = [asks(turns), asks(turns, stopping.signal), asks(turns)];
    await settle();
    stopping.abort();
    await stopped.begun;
    stopped.taken.end();
    await settle();
    expect(last.taken.isBegun).toBe(false);
    first.taken.end();
    await last.begun;
    await expect(asks(turns, stopping.signal).begun).resolves.toBeDefined();
  });
});
