import { GoneError, makeTestFetch, taskOf } from './fetch-fixture.ts';

/** Ends when its signal aborts, with the reason. */
const endless = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

const reached = async (timers: readonly unknown[]): Promise<void> => {
  while (timers.length === 0) await new Promise((resolve) => setImmediate(resolve));
};

describe('the time limit of one recording', () => {
  it.each([
    ['the answer of OCP', { download: endless }],
    ['the stored object', { store: (_: unknown, signal: AbortSignal) => endless(signal) }],
  ])('ends the wait for %s and puts the task off', async (_, options) => {
    const test = makeTestFetch(options);
    const fetching = test.fetch();
    await reached(test.timers);
    expect(test.timers).toMatchObject([{ delayMs: 120_000, isCancelled: false }]);
    test.timers[0]!.elapse();
    expect(await fetching).toEqual({ kind: 'ack' });
    expect(test.sent).toEqual([{ task: taskOf({ tries: 1 }), delayS: 1 }]);
    expect(test.events).toMatchObject([
      {
        type: 'download_put_off',
        code: 'DOWNLOAD_TOO_SLOW',
        err: { message: 'the recording was not stored within 2 minutes', cause: expect.anything() as Error },
      },
    ]);
    expect(test.timers[0]!.isCancelled).toBe(true);
  });

  it('is cancelled when the recording is stored', async () => {
    const test = makeTestFetch();
    await test.fetch();
    expect(test.timers).toMatchObject([{ isCancelled: true }]);
  });

  it('does not hide a permanent fault that was met when it had elapsed', async () => {
    const test = makeTestFetch({
      download: async () => {
        test.timers[0]!.elapse();
        throw new GoneError('410');
      },
    });
    await test.fetch();
    expect(test.settled).toMatchObject([{ outcome: 'failed', code: 'GONE' }]);
  });

  it('does not name errors that came before it elapsed', async () => {
    const test = makeTestFetch({ download: () => Promise.reject(new TypeError('a bug')) });
    await test.fetch();
    expect(test.events).toMatchObject([{ code: 'UNEXPECTED' }]);
  });

  it('starts when the request has its permit', async () => {
    const permit = Promise.withResolvers<{ departureMs: number }>();
    const test = makeTestFetch({ permit: () => permit.promise });
    const fetching = test.fetch();
    for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(test.timers).toEqual([]);
    permit.resolve({ departureMs: 7 });
    await fetching;
    expect(test.timers).toMatchObject([{ isCancelled: true }]);
  });

  it('does not start for a call that needs no download', async () => {
    const test = makeTestFetch({ call: undefined });
    await test.fetch();
    expect(test.timers).toEqual([]);
  });
});

describe('a stop of the service', () => {
  it('aborts the download and gives the message to another worker at once', async () => {
    const stop = new AbortController();
    const test = makeTestFetch({ download: endless });
    const fetching = test.fetch(taskOf(), stop.signal);
    await reached(test.timers);
    stop.abort();
    expect(await fetching).toEqual({ kind: 'retry', delayS: 0 });
    expect(test.sent).toEqual([]);
    expect(test.events).toEqual([]);
  });

  it('is no slow download, also if the limit elapses while it stops', async () => {
    const stop = new AbortController();
    const test = makeTestFetch({ download: endless });
    const fetching = test.fetch(taskOf(), stop.signal);
    await reached(test.timers);
    stop.abort();
    test.timers[0]!.elapse();
    expect(await fetching).toEqual({ kind: 'retry', delayS: 0 });
  });
});
