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

describe('a buffer that fills slowly', () => {
  const fixture = (maxInUse = 1) => {
    let nowMs = 0;
    const timers = new Set<{ readonly at: number; readonly onElapsed: () => void }>();
    const pool = makeBufferPool({
      ...{ sizeBytes: 4, maxInUse, maxFree: 2, spares: 0 },
      stall: {
        afterMs: 60,
        now: () => nowMs,
        startTimer: (delayMs, onElapsed) => {
          const timer = { at: nowMs + delayMs, onElapsed };
          timers.add(timer);
          return () => timers.delete(timer);
        },
      },
    });
    const pass = async (ms: number): Promise<void> => {
      for (const end = nowMs + ms; nowMs < end; ) {
        nowMs += 1;
        for (const timer of timers) {
          if (timer.at <= nowMs && timers.delete(timer)) timer.onElapsed();
        }
        await turn();
      }
    };
    const stalled: string[] = [];
    /** A taker that gives its buffer back when the pool reports a stall. */
    const hold = async (name: string, signal = never): Promise<Buffer> => {
      const buffer: Buffer = await pool.take(signal, () => {
        stalled.push(name);
        pool.give(buffer);
      });
      return buffer;
    };
    return { pool, pass, hold, stalled, timers };
  };

  it('gives its place to one that has waited as long', async () => {
    const { pass, hold, stalled, timers } = fixture();
    await hold('slow');
    const waiting = hold('next');
    await pass(59);
    expect(stalled).toEqual([]);
    await pass(1);
    expect(stalled).toEqual(['slow']);
    await waiting;
    await pass(500);
    expect([stalled, timers.size]).toEqual([['slow'], 0]);
  });

  it('keeps its place for any time while no other waits, and one interval more when one begins to', async () => {
    const { pass, hold, stalled } = fixture();
    await hold('slow');
    await pass(1_000);
    const waiting = hold('next');
    await pass(59);
    expect(stalled).toEqual([]);
    await pass(1);
    expect(stalled).toEqual(['slow']);
    await waiting;
  });

  it('is left alone once it is full, because its part is on the way', async () => {
    const { pool, pass, hold, stalled } = fixture();
    const full = await hold('full');
    pool.filled(full);
    const waiting = hold('next');
    await pass(300);
    expect(stalled).toEqual([]);
    pool.give(full);
    await waiting;
  });

  it('is left alone while it is younger than the interval, however long another waits', async () => {
    const { pool, pass, hold, stalled } = fixture();
    const stop = new AbortController();
    const first = await hold('first');
    const second = hold('second');
    const third = hold('third', stop.signal);
    await pass(30);
    pool.filled(first);
    pool.give(first);
    await second;
    await pass(30);
    expect(stalled).toEqual([]);
    stop.abort(new Error('stopped'));
    await expect(third).rejects.toThrow('stopped');
    await pass(500);
    expect(stalled).toEqual([]);
  });

  it('frees as many places as there are that wait, the oldest first', async () => {
    const { pass, hold, stalled } = fixture(4);
    for (const name of ['a', 'b', 'c', 'd']) await hold(name);
    const waiting = Promise.all([hold('e'), hold('f')]);
    await pass(60);
    await waiting;
    expect(stalled).toEqual(['a', 'b']);
  });
});
