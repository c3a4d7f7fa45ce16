import { untilAborted } from './until-aborted.ts';

const collect = async (source: AsyncIterable<number>): Promise<number[]> => {
  const items: number[] = [];
  for await (const item of source) items.push(item);
  return items;
};

async function* count(to: number): AsyncGenerator<number> {
  for (let n = 1; n <= to; n += 1) yield n;
}

it('passes on every item', async () => {
  expect(await collect(untilAborted(count(3), new AbortController().signal))).toEqual([1, 2, 3]);
});

it('throws the reason of an abort while the source waits for its next item', async () => {
  const aborter = new AbortController();
  async function* silent(): AsyncGenerator<number> {
    yield 1;
    await new Promise(() => undefined);
  }
  const items = untilAborted(silent(), aborter.signal);
  expect((await items.next()).value).toBe(1);
  const next = items.next();
  aborter.abort(new Error('too slow'));
  await expect(next).rejects.toThrow('too slow');
});

it('throws at once if the signal was aborted before, and closes the source', async () => {
  let isClosed = false;
  async function* source(): AsyncGenerator<number> {
    try {
      yield 1;
      yield 2;
    } finally {
      isClosed = true;
    }
  }
  const aborter = new AbortController();
  const items = untilAborted(source(), aborter.signal);
  await items.next();
  aborter.abort(new Error('gone'));
  await expect(items.next()).rejects.toThrow('gone');
  await new Promise((resolve) => setImmediate(resolve));
  expect(isClosed).toBe(true);
});

it('throws the errors of the source, and closes it if the reader stops', async () => {
  let isClosed = false;
  async function* failing(): AsyncGenerator<number> {
    try {
      yield 1;
      throw new Error('broke off');
    } finally {
      isClosed = true;
    }
  }
  const { signal } = new AbortController();
  await expect(collect(untilAborted(failing(), signal))).rejects.toThrow('broke off');
  isClosed = false;
  for await (const item of untilAborted(failing(), signal)) if (item === 1) break;
  await new Promise((resolve) => setImmediate(resolve));
  expect(isClosed).toBe(true);
});
