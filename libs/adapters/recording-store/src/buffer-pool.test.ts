import { makeBufferPool } from './buffer-pool.ts';

const never = new AbortController().signal;
const makePool = (maxInUse?: number) => makeBufferPool({ sizeBytes: 4, maxInUse, maxFree: 2, spares: 0 });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('makeBufferPool', () => {
  it('gives the same memory again', async () => {
    const pool = makePool();
    const buffer = await pool.take(never);
    pool.give(buffer);
    expect(await pool.take(never)).toBe(buffer);
  });

  it('serves those that wait in their order', async () => {
    const pool = makePool(1);
    const buffer = await pool.take(never);
    const served: string[] = [];
    const wait = async (name: string): Promise<void> => {
      pool.give(await pool.take(never));
      served.push(name);
    };
    const all = Promise.all([wait('first'), wait('second'), wait('third')]);
    await turn();
    expect(served).toEqual([]);
    pool.give(buffer);
    await all;
    expect(served).toEqual(['first', 'second', 'third']);
  });

  it('makes a new buffer in the place of one that was abandoned', async () => {
    const pool = makePool(1);
    const buffer = await pool.take(never);
    pool.abandon();
    expect(await pool.take(never)).not.toBe(buffer);
  });

  it('gives nothing to a signal that is aborted, and keeps the place free', async () => {
    const pool = makePool(1);
    await expect(pool.take(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
    expect(await pool.take(never)).toHaveLength(4);
  });

  it('lets as many take a buffer as there are, without a limit', async () => {
    const pool = makePool();
    const buffers = await Promise.all(Array.from({ length: 50 }, () => pool.take(never)));
    expect(new Set(buffers).size).toBe(50);
  });
});
