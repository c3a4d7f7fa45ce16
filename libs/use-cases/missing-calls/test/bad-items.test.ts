import { OversizedItemError, UnreadableItemError, UnwritableItemError } from '@recordings/fault';
import { daysBefore, ended, inOrder, keyOf, minutesBefore, queuedBy } from './call-fixture.ts';
import { idOfCall } from './memory.ts';
import { type FinderOptions, makeTestFinder, type TestFinder } from './test-finder.ts';

const [bad, good] = [keyOf('bad'), keyOf('good')];

/** Writes of the bad call fail with this error. */
const failing =
  (error: Error): NonNullable<FinderOptions['deps']> =>
  ({ calls }) => ({
    calls: {
      ...calls,
      change: (key, transition) =>
        key.callId === 'bad' ? Promise.reject(error) : calls.change(key, transition),
    },
  });

const put = (finder: TestFinder, startedAt = minutesBefore(60)): void => {
  finder.put(bad, ended({ key: bad, startedAt }));
  finder.put(good, ended({ key: good, startedAt: minutesBefore(60) }));
};

describe('an execution skips and reports', () => {
  it('an item of the index that cannot be read', async () => {
    const finder = makeTestFinder();
    put(finder);
    finder.memory.records.set(idOfCall(bad), {
      ...finder.get(bad)!,
      createdAt: 42 as never,
      callId: ['?'] as never,
    });
    expect(await finder.run()).toMatchObject({
      totalCallsFound: 1,
      totalEventsPublished: 1,
      unreadableCalls: 1,
    });
    expect(finder.takePublished()).toEqual([['good']]);
    expect(finder.noted('pending_call_unreadable')).toEqual([
      {
        type: 'pending_call_unreadable',
        callId: ['?'],
        reason: expect.stringContaining('createdAt') as string,
      },
    ]);
    expect(finder.noted('index_classified')).toMatchObject([{ counts: { unreadable: 1, candidate: 1 } }]);
  });

  it.each([
    new UnreadableItemError('history: invalid'),
    new UnwritableItemError('audio: invalid'),
    new OversizedItemError('401 KB'),
  ])('a call whose record fails with $code as it is queued', async (error) => {
    const finder = makeTestFinder({ deps: failing(error) });
    put(finder);
    expect(await finder.run()).toMatchObject({
      totalCallsFound: 2,
      totalEventsPublished: 1,
      unreadableCalls: 1,
    });
    expect(finder.takePublished()).toEqual([['good']]);
    expect(finder.noted('pending_call_unreadable')).toEqual([
      { type: 'pending_call_unreadable', callId: 'bad', code: error.code, reason: error.message },
    ]);
    expect(finder.noted('call_reclassified')).toEqual([
      { type: 'call_reclassified', from: 'candidate', to: 'unreadable' },
    ]);
  });

  it('a stale call whose record cannot be read as it is queued', async () => {
    const finder = makeTestFinder({ deps: failing(new UnreadableItemError('history: invalid')) });
    finder.put(
      bad,
      inOrder(ended({ key: bad, startedAt: minutesBefore(90) }), queuedBy('r-1', minutesBefore(40))),
    );
    expect(await finder.run()).toMatchObject({ totalWindowsCreated: 0, unreadableCalls: 1 });
    expect(finder.noted('call_reclassified')).toMatchObject([{ from: 'maybe-stale', to: 'unreadable' }]);
    expect(finder.noted('window_empty')).toHaveLength(1);
  });

  it('a call whose record cannot be read as it is given up', async () => {
    const finder = makeTestFinder({ deps: failing(new UnreadableItemError('history: invalid')) });
    put(finder, daysBefore(61));
    expect(await finder.run()).toMatchObject({
      totalCallsFound: 1,
      totalEventsPublished: 1,
      unreadableCalls: 1,
    });
    expect(finder.noted('retention_expired')).toEqual([]);
    expect(finder.noted('index_classified')).toMatchObject([
      { counts: { unreadable: 1, 'retention-expired': 0 } },
    ]);
  });
});

it.each([
  ['queued', minutesBefore(60)],
  ['given up', daysBefore(61)],
])('ends the execution if a call cannot be %s for a reason that is not its own', async (_, startedAt) => {
  const finder = makeTestFinder({ deps: failing(new Error('throttled')) });
  put(finder, startedAt);
  await expect(finder.run()).rejects.toThrow('throttled');
  expect(finder.noted('pending_call_unreadable')).toEqual([]);
  expect(finder.takePublished()).toEqual([]);
});
