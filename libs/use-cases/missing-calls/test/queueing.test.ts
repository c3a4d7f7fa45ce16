import { recordQuarantined } from '@recordings/call-record';
import {
  at,
  begun,
  claimedBy,
  ended,
  inOrder,
  keyOf,
  minutesBefore,
  NOON,
  queuedBy,
  storedByPush,
} from './call-fixture.ts';
import { makeTestFinder, type TestFinder } from './test-finder.ts';

const [a, b, c] = [keyOf('a'), keyOf('b'), keyOf('c')];
let finder: TestFinder;

/** Two windows: one with the calls a and b, one with the call c. `meanwhile` runs before any of them is queued. */
const runWith = async (meanwhile: () => void) => {
  finder = makeTestFinder({ afterFind: async () => meanwhile() });
  finder.put(a, ended({ key: a, startedAt: minutesBefore(60) }));
  finder.put(b, ended({ key: b, startedAt: minutesBefore(59) }));
  finder.put(c, ended({ key: c, startedAt: minutesBefore(30) }));
  return finder.run();
};

describe('a call that changes after the index was read', () => {
  it('leaves its window if the push stored its recording, and stays as the push left it', async () => {
    const execution = await runWith(() => finder.put(a, storedByPush(a, NOON)));
    expect(execution).toMatchObject({ totalCallsFound: 3, totalEventsPublished: 2 });
    expect(finder.memory.published.map(({ payload }) => payload.callCount)).toEqual([1, 1]);
    expect(finder.takePublished()).toEqual([['b'], ['c']]);
    const call = finder.get(a);
    expect(call).toMatchObject({ reconciliationStatus: 'completed', s3Stored: true });
    expect(call?.reconciliationId).toBeUndefined();
  });

  it('leaves its window if an event reports that it is a chat', async () => {
    const event = begun({ key: b, startedAt: minutesBefore(59), cdr: { channel: 'chat' } });
    await runWith(() => finder.put(b, event));
    expect(finder.takePublished()).toEqual([['a'], ['c']]);
    expect(finder.get(b)?.outcome?.code).toBe('NO_AUDIO_EXPECTED');
  });

  it('leaves its window if another reconciliation claimed it', async () => {
    await runWith(() => finder.put(b, claimedBy('r-other', NOON)));
    expect(finder.takePublished()).toEqual([['a'], ['c']]);
    expect(finder.get(b)?.reconciliationId).toBe('r-other');
  });

  it('stays in its window if its recording went to quarantine', async () => {
    const object = { key: 'q', reason: 'TRUNCATED', sha256: 'aa', at: NOON, detail: '' };
    await runWith(() => finder.put(b, recordQuarantined(b, {}, object, at(NOON))));
    expect(finder.takePublished()).toEqual([['a', 'b'], ['c']]);
  });

  it('takes its window with it if it was the only call', async () => {
    expect(await runWith(() => finder.put(c, storedByPush(c, NOON)))).toMatchObject({
      totalWindowsCreated: 1,
      totalEventsPublished: 1,
    });
    expect(finder.takePublished()).toEqual([['a', 'b']]);
    expect(finder.noted('window_empty')).toEqual([
      { type: 'window_empty', groupId: 'Acme_EN', fromDate: minutesBefore(30) },
    ]);
    expect(finder.noted('window_planned')).toHaveLength(1);
  });
});

it('numbers the windows that are left, after the only call of a window changed', async () => {
  finder = makeTestFinder({ afterFind: async () => finder.put(b, storedByPush(b, NOON)) });
  for (const [n, key] of [a, b, c].entries()) {
    finder.put(key, ended({ key, startedAt: minutesBefore(160 - n * 30) }));
  }
  await finder.run();
  const numbers = finder.memory.published.map(({ payload }) => [payload.windowIndex, payload.totalWindows]);
  expect(finder.takePublished()).toEqual([['a'], ['c']]);
  expect(numbers).toEqual([
    [1, 2],
    [2, 2],
  ]);
});

it('queues the calls of each window under the id of that window, with the time of the execution', async () => {
  await runWith(() => undefined);
  const [first, second] = finder.memory.published.map(({ payload }) => payload.reconciliationId);
  expect(first).not.toBe(second);
  expect([a, b, c].map((key) => finder.get(key)?.reconciliationId)).toEqual([first, first, second]);
  for (const key of [a, b, c]) {
    expect(finder.get(key)).toMatchObject({ reconciliationStatus: 'queued', lastReconciliationAt: NOON });
    expect(finder.get(key)?.history.at(-1)).toMatchObject({ by: 'pooler' });
  }
});

it('takes calls again once they are stale, if the pooler dies before it publishes their window', async () => {
  const publish = (): Promise<never> => Promise.reject(new Error('killed'));
  const dying = makeTestFinder({ deps: () => ({ publish }) });
  dying.put(a, ended({ key: a, startedAt: minutesBefore(60) }));
  await expect(dying.run()).rejects.toThrow('killed');
  const lost = dying.get(a)?.reconciliationId;
  expect(lost).toBeDefined();

  const next = makeTestFinder({ memory: dying.memory });
  expect(await next.run({ now: minutesBefore(-29) })).toMatchObject({ totalCallsFound: 0 });
  expect(await next.run({ now: minutesBefore(-30) })).toMatchObject({ totalEventsPublished: 1 });
  expect(next.get(a)?.reconciliationId).not.toBe(lost);
  expect(next.takePublished()).toEqual([['a']]);
});

describe('queueing the calls of a window', () => {
  /** Two windows: one with the calls a and b, one with the call c. */
  const runWithCalls = async (options: Parameters<typeof makeTestFinder>[0]) => {
    finder = makeTestFinder(options);
    for (const [n, key] of [a, b, c].entries()) {
      finder.put(key, ended({ key, startedAt: minutesBefore(n === 2 ? 60 : 160) }));
    }
    await finder.run();
  };

  it('reads the calls of each window in one request, and writes each from what was read', async () => {
    const changed: unknown[] = [];
    await runWithCalls({
      deps: ({ calls }) => ({
        calls: {
          ...calls,
          change: (key, transition, read) => {
            changed.push([key.callId, read?.isRead, read?.current?.callId]);
            return calls.change(key, transition, read);
          },
        },
      }),
    });
    expect(finder.steps.log.filter((step) => /^read \S+$/.test(step))).toEqual(['read a,b', 'read c']);
    expect(changed).toEqual(['a', 'b', 'c'].map((id) => [id, true, id]));
  });

  it('goes on if that read fails: each call is then read on its own', async () => {
    await runWithCalls({
      deps: ({ calls }) => ({ calls: { ...calls, getAll: () => Promise.reject(new Error('throttled')) } }),
    });
    expect(finder.takePublished()).toEqual([['a', 'b'], ['c']]);
  });
});

describe('an execution that is aborted', () => {
  it('publishes the windows that it has queued, and leaves the others to the next execution', async () => {
    const stopping = new AbortController();
    finder = makeTestFinder({
      deps: ({ calls }) => ({
        calls: {
          ...calls,
          change: (key, transition) => {
            if (key.callId === 'a') stopping.abort();
            return calls.change(key, transition);
          },
        },
      }),
    });
    for (const [n, key] of [a, b, c].entries()) {
      finder.put(key, ended({ key, startedAt: minutesBefore(160 - n * 30) }));
    }
    expect(await finder.run({ signal: stopping.signal })).toMatchObject({
      totalCallsFound: 3,
      totalWindowsCreated: 1,
      totalEventsPublished: 1,
    });
    expect(finder.takePublished()).toEqual([['a']]);
    expect(finder.get(b)?.reconciliationStatus).toBe('pending');
    const next = makeTestFinder({ memory: finder.memory });
    expect(await next.run()).toMatchObject({ totalCallsFound: 2 });
  });

  it('queues no call if the abort came before', async () => {
    finder = makeTestFinder();
    finder.put(
      a,
      inOrder(ended({ key: a, startedAt: minutesBefore(90) }), queuedBy('r-1', minutesBefore(40))),
    );
    expect(await finder.run({ signal: AbortSignal.abort() })).toMatchObject({ totalWindowsCreated: 0 });
    expect(finder.get(a)?.reconciliationId).toBe('r-1');
  });
});
