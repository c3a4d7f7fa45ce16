import type { PublishResult } from '../src/missing-calls-deps.ts';
import { ended, keyOf, minutesBefore, NOON } from './call-fixture.ts';
import { callIdsOf, type FinderOptions, makeTestFinder, type TestFinder } from './test-finder.ts';

type Deps = NonNullable<FinderOptions['deps']>;

/** A topic that refuses the windows of these calls and takes the others. */
const refusing =
  (...callIds: string[]): Deps =>
  ({ publish }) => ({
    publish: async (windows): Promise<PublishResult> => {
      const isRefused = ({ body }: (typeof windows)[number]): boolean =>
        callIdsOf(body).some((callId) => callIds.includes(callId));
      const { published } = await publish(windows.filter((window) => !isRefused(window)));
      const failed = windows.filter(isRefused).map(({ id }) => ({ id, code: 'Throttled', message: 'slow' }));
      return { published, failed };
    },
  });

/** Three windows of one call each. */
const makeFinder = (deps: Deps): TestFinder => {
  const finder = makeTestFinder({ deps });
  for (const [n, id] of ['a', 'b', 'c'].entries()) {
    finder.put(keyOf(id), ended({ key: keyOf(id), startedAt: minutesBefore(60 + 20 * n) }));
  }
  return finder;
};

describe('a window that cannot be published', () => {
  it('is stored for replay and reported whole, and the other windows are published', async () => {
    const finder = makeFinder(refusing('b'));
    const execution = await finder.run();
    expect(execution).toMatchObject({ totalWindowsCreated: 3, totalEventsPublished: 2, failedPublishes: 1 });
    expect(finder.takePublished().flat().sort()).toEqual(['a', 'c']);
    const [[key, request] = [], ...more] = finder.memory.replay;
    expect(more).toEqual([]);
    expect(key).toBe(`unpublished/${execution.batchId}/${request!.eventId}.json`);
    expect(callIdsOf(request!)).toEqual(['b']);
    expect(request!.payload.reconciliationId).toBe(finder.get(keyOf('b'))?.reconciliationId);
    expect(finder.noted('sns_publish_failed')).toEqual([
      { type: 'sns_publish_failed', code: 'Throttled', reason: 'slow', request, key },
    ]);
    expect(finder.noted('sns_event_published')).toHaveLength(2);
  });

  it('is not lost: the next executions take its calls once they are stale', async () => {
    const finder = makeFinder(refusing('a', 'b', 'c'));
    await expect(finder.run()).rejects.toMatchObject({ code: 'NOTHING_PUBLISHED' });
    expect(finder.memory.replay.size).toBe(3);
    const next = makeTestFinder({ memory: finder.memory });
    expect(await next.run({ now: minutesBefore(-30) })).toMatchObject({ totalEventsPublished: 3 });
  });

  it('is reported before it is stored, as are the others if the storage fails too', async () => {
    const tried: string[] = [];
    const finder = makeFinder((deps) => ({
      ...refusing('a', 'b', 'c')(deps),
      keepForReplay: (key) => {
        tried.push(key);
        return Promise.reject(new Error('S3 is down'));
      },
    }));
    await expect(finder.run()).rejects.toThrow('S3 is down');
    expect(finder.noted('sns_publish_failed').map(({ key }) => key)).toEqual(tried);
    expect(tried).toHaveLength(3);
    expect(finder.memory.claim).toBeUndefined();
  });

  it('does not hide the windows that were published, even if it cannot be stored', async () => {
    const finder = makeFinder((deps) => ({
      ...refusing('b')(deps),
      keepForReplay: () => Promise.reject(new Error('S3 is down')),
    }));
    await expect(finder.run()).rejects.toThrow('S3 is down');
    expect(finder.noted('sns_event_published')).toHaveLength(2);
  });

  it('is stored before the execution ends', async () => {
    const finder = makeFinder(refusing('a', 'b', 'c'));
    await expect(finder.run()).rejects.toMatchObject({ code: 'NOTHING_PUBLISHED' });
    const { log } = finder.steps;
    expect(log.filter((step) => step === 'keep done')).toHaveLength(3);
    expect(log.lastIndexOf('keep done')).toBeLessThan(log.indexOf('release'));
    expect(log.lastIndexOf('sns_publish_failed')).toBeLessThan(log.indexOf('keep done'));
  });
});

describe('an execution whose windows all fail', () => {
  it('ends as failed with the number of windows and the first reason', async () => {
    const finder = makeFinder(refusing('a', 'b', 'c'));
    await expect(finder.run()).rejects.toThrow(
      'none of 3 windows could be published; the first failed with: Throttled: slow',
    );
    expect(finder.noted('pooler_execution_completed')).toEqual([]);
    expect(finder.noted('pooler_execution_failed')).toMatchObject([{ err: { code: 'NOTHING_PUBLISHED' } }]);
    expect(finder.memory.claim).toBeUndefined();
  });

  it('completes if it had no window to publish', async () => {
    const finder = makeTestFinder({ deps: refusing('a') });
    expect(await finder.run()).toMatchObject({ totalWindowsCreated: 0, failedPublishes: 0 });
    expect(finder.noted('pooler_execution_completed')).toHaveLength(1);
  });
});

it('reports each window that was published', async () => {
  const finder = makeFinder(() => ({}));
  const { batchId } = await finder.run();
  const reported = finder.memory.published.map(({ eventId, payload }) => ({
    type: 'sns_event_published',
    batchId,
    reconciliationId: payload.reconciliationId,
    groupId: 'Acme_EN',
    windowIndex: payload.windowIndex,
    callCount: 1,
    messageId: `m-${eventId}`,
    timestamp: NOON,
  }));
  expect(reported).toHaveLength(3);
  expect(finder.noted('sns_event_published')).toEqual(reported);
});

it('ends the execution with the error of the topic, and releases the claim', async () => {
  const finder = makeFinder(() => ({ publish: () => Promise.reject(new Error('no such topic')) }));
  await expect(finder.run()).rejects.toThrow('no such topic');
  expect(finder.memory.replay.size).toBe(0);
  expect(finder.memory.claim).toBeUndefined();
});

it('keeps a window that no worker could read for replay, and takes its calls again once they are stale', async () => {
  const policyOf = (deps: Parameters<Deps>[0]) => ({ ...deps.policy, maxAttempts: 0.5 });
  const finder = makeFinder((deps) => ({ policy: policyOf(deps) })); // `maxRetries` must be an integer.
  await expect(finder.run()).rejects.toMatchObject({ code: 'NOTHING_PUBLISHED' });
  expect(finder.takePublished()).toEqual([]);
  expect(finder.memory.replay.size).toBe(3);
  expect(finder.noted('sns_publish_failed')).toMatchObject([
    { code: 'EVENT_INVALID', reason: expect.stringContaining('maxRetries') as string },
    { code: 'EVENT_INVALID' },
    { code: 'EVENT_INVALID' },
  ]);
  const next = makeTestFinder({ memory: finder.memory });
  expect(await next.run({ now: minutesBefore(-30) })).toMatchObject({ totalEventsPublished: 3 });
});
