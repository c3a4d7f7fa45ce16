import {
  giveUpCall,
  recordDiscovered,
  recordQuarantined,
  shardOf,
  shifted,
  type Transition,
} from '@recordings/call-record';
import {
  at,
  begun,
  claimedBy,
  daysBefore,
  ended,
  inOrder,
  keyOf,
  minutesBefore,
  NOON,
  notFound,
  queuedBy,
  SHARD_COUNT,
  storedByPush,
  type TestCall,
} from './call-fixture.ts';
import { makeTestFinder, policy } from './test-finder.ts';

const key = keyOf('call');
/** A call that ended long enough ago to be a candidate. */
const hourAgo: TestCall = { key, startedAt: minutesBefore(60) };

const endsIn2027 = {
  startTimestamp: hourAgo.startedAt,
  timestamp: '2027-06-15T12:00:00.000Z',
  durationMs: undefined,
};

describe('an execution takes a call', () => {
  const candidates: [string, Transition<unknown>][] = [
    ['that ended an hour ago without a recording', ended(hourAgo)],
    ['whose end is exactly as old as the buffer', ended({ ...hourAgo, startedAt: minutesBefore(6) })],
    ['without an end event, a day after its start', begun({ ...hourAgo, startedAt: minutesBefore(1_440) })],
    [
      'that OCP did not have once, as soon as it is due again',
      inOrder(ended(hourAgo), notFound(1, minutesBefore(1))),
    ],
    [
      'whose recording went to quarantine',
      inOrder(
        ended(hourAgo),
        recordQuarantined(
          key,
          {},
          { key: 'q', reason: 'TRUNCATED', sha256: 'aa', at: minutesBefore(50), detail: '' },
          at(minutesBefore(50)),
        ),
      ),
    ],
    [
      'that only an export listed, a day before OCP deletes it',
      recordDiscovered(key, { groupId: 'Acme_EN', startedAt: daysBefore(59) }, at(minutesBefore(5))),
    ],
    [
      'whose event reports an end a year ahead',
      ended({ ...hourAgo, receivedAt: minutesBefore(50), cdr: endsIn2027 }),
    ],
    ['that is older than the look-back', ended({ ...hourAgo, startedAt: daysBefore(30) })],
    [
      'whose start is reported in the future: it is looked for before its first event',
      ended({ ...hourAgo, startedAt: minutesBefore(-10), receivedAt: minutesBefore(30) }),
    ],
  ];

  it.each(candidates)('%s', async (_, transition) => {
    const finder = makeTestFinder();
    finder.put(key, transition);
    expect(await finder.run()).toMatchObject({ totalCallsFound: 1, totalEventsPublished: 1 });
    expect(finder.takePublished()).toEqual([['call']]);
    expect(finder.get(key)?.reconciliationStatus).toBe('queued');
  });

  it('of each shard of the index', async () => {
    const finder = makeTestFinder();
    const keys = Array.from({ length: 40 }, (_, n) => keyOf(`call-${n}`));
    for (const one of keys) finder.put(one, ended({ key: one, startedAt: minutesBefore(60) }));
    expect(new Set(keys.map((one) => shardOf(one, SHARD_COUNT))).size).toBe(SHARD_COUNT);
    expect(await finder.run()).toMatchObject({ totalCallsFound: 40 });
    expect(finder.noted('index_page_read').reduce((sum, { callCount }) => sum + callCount, 0)).toBe(40);
  });
});

describe('a call that was given up', () => {
  it('is reopened by a run when its deadline is later now, and taken by the next run', async () => {
    const finder = makeTestFinder();
    finder.put(key, inOrder(ended(hourAgo), giveUpCall({ code: 'X', message: '' }, at(NOON))));
    expect(await finder.run()).toMatchObject({ totalCallsFound: 0 });
    expect(finder.noted('call_reopened')).toEqual([{ type: 'call_reopened', ...key }]);
    expect(await finder.run()).toMatchObject({ totalCallsFound: 1, totalEventsPublished: 1 });
  });

  it('is not read for 14 days after its deadline, then leaves the index', async () => {
    const finder = makeTestFinder();
    const over = (days: number) =>
      inOrder(
        ended({ ...hourAgo, startedAt: daysBefore(days), receivedAt: daysBefore(days) }),
        giveUpCall({ code: 'X', message: '' }, at(daysBefore(days - 60))),
      );
    finder.put(key, over(73));
    await finder.run();
    expect(finder.get(key)).toMatchObject({ revision: 1, reconciliationShard: expect.any(String) });
    const older = keyOf('older');
    finder.put(
      older,
      inOrder(
        ended({ key: older, startedAt: daysBefore(74), receivedAt: daysBefore(74) }),
        giveUpCall({ code: 'X', message: '' }, at(daysBefore(14.5))),
      ),
    );
    await finder.run();
    expect(finder.get(older)).toMatchObject({ reconciliationStatus: 'given_up' });
    expect(finder.get(older)?.reconciliationShard).toBeUndefined();
  });
});

describe('an execution leaves a call as it is', () => {
  const others: [string, Transition<unknown>][] = [
    ['that is stored', inOrder(ended(hourAgo), storedByPush(key, minutesBefore(50)))],
    [
      'that ended a millisecond less than the buffer ago',
      ended({ ...hourAgo, startedAt: shifted(minutesBefore(6), 1) }),
    ],
    ['whose end event came less than the buffer ago', ended({ ...hourAgo, receivedAt: minutesBefore(4) })],
    ['that has not ended', begun(hourAgo)],
    [
      'that claims to start in 2099',
      begun({ ...hourAgo, startedAt: '2099-12-31T00:00:00.000Z', receivedAt: minutesBefore(30) }),
    ],
    ['that is a chat', ended({ ...hourAgo, cdr: { channel: 'chat' } })],
    ['that is a test call', ended({ ...hourAgo, cdr: { test: true } })],
    [
      'that OCP did not have three times, until its day has passed',
      inOrder(ended({ ...hourAgo, startedAt: daysBefore(2) }), notFound(3, minutesBefore(60))),
    ],
    ['that is not due yet', inOrder(ended(hourAgo), notFound(1, shifted(NOON, -59_999)))],
    ['that was queued a minute ago', inOrder(ended(hourAgo), queuedBy('r-1', minutesBefore(1)))],
    ['that was claimed a minute ago', inOrder(ended(hourAgo), claimedBy('r-1', minutesBefore(1)))],
    [
      'that was given up',
      inOrder(
        ended({ ...hourAgo, startedAt: daysBefore(61), receivedAt: daysBefore(61) }),
        giveUpCall({ code: 'X', message: '' }, at(NOON)),
      ),
    ],
  ];

  it.each(others)('%s', async (_, transition) => {
    const finder = makeTestFinder();
    finder.put(key, transition);
    const before = finder.get(key);
    expect(await finder.run()).toMatchObject({ totalCallsFound: 0, totalWindowsCreated: 0 });
    expect(finder.takePublished()).toEqual([]);
    expect(finder.get(key)).toEqual(before);
    expect(finder.noted('window_empty')).toEqual([]);
  });

  it('whose group is not registered', async () => {
    const finder = makeTestFinder();
    finder.put(key, ended({ ...hourAgo, groupId: 'Unknown_EN' }));
    expect(await finder.run()).toMatchObject({ totalCallsFound: 0 });
    expect(finder.noted('index_classified')).toMatchObject([{ counts: { 'group-unknown': 1 } }]);
  });

  it('whose record belongs to another tenant than its group', async () => {
    const finder = makeTestFinder();
    const foreign = keyOf('call', 'unknown');
    finder.put(foreign, ended({ ...hourAgo, key: foreign }));
    expect(await finder.run()).toMatchObject({ totalCallsFound: 0 });
    expect(finder.noted('index_classified')).toMatchObject([{ counts: { 'group-unknown': 1 } }]);
  });

  it('that failed before, if failed calls are not to be tried again', async () => {
    const candidates = { ...policy.candidates, includeFailed: false };
    const finder = makeTestFinder({ policy: { candidates } });
    finder.put(key, inOrder(ended(hourAgo), notFound(1, minutesBefore(30))));
    expect(await finder.run()).toMatchObject({ totalCallsFound: 0 });
  });
});

describe('an execution reports', () => {
  it('a call that starts in the future', async () => {
    const finder = makeTestFinder();
    finder.put(key, begun({ ...hourAgo, startedAt: minutesBefore(-10) }));
    await finder.run();
    expect(finder.noted('call_in_future')).toEqual([
      { type: 'call_in_future', tenantId: 'acme', callId: 'call', callTimestamp: minutesBefore(-10) },
    ]);
    expect(finder.noted('index_classified')).toMatchObject([{ counts: { future: 1 } }]);
  });

  it('how many calls wait for a CDR end past its time, and how many had bytes a day ago', async () => {
    const quarantined = (callId: string, at_: string): Transition<unknown> =>
      recordQuarantined(
        keyOf(callId),
        {},
        { key: 'q', reason: 'TRUNCATED', sha256: 'aa', at: at_, detail: '' },
        at(at_),
      );
    const finder = makeTestFinder();
    const put = (callId: string, startedAt: string, make: typeof ended, ...more: Transition<unknown>[]) =>
      finder.put(keyOf(callId), inOrder(make({ key: keyOf(callId), startedAt }), ...more));
    put('no end', minutesBefore(1_440), begun);
    put('no end yet', minutesBefore(1_439), begun);
    put('ended', daysBefore(2), ended);
    put('bytes', daysBefore(2), ended, quarantined('bytes', minutesBefore(1_440)));
    put('new bytes', daysBefore(2), ended, quarantined('new bytes', minutesBefore(1_439)));
    put('given up', daysBefore(61), begun, quarantined('given up', daysBefore(60)));
    await finder.run();
    await finder.run();
    expect(finder.noted('overdue_counted').at(-1)).toEqual({
      type: 'overdue_counted',
      endMissing: 1,
      receivedOnly: 1,
    });
  });

  it('how many calls of the index are of each class', async () => {
    const finder = makeTestFinder();
    const put = (callId: string, transition: (call: TestCall) => Transition<unknown>, startedAt: string) =>
      finder.put(keyOf(callId), transition({ key: keyOf(callId), startedAt }));
    put('a', ended, minutesBefore(60));
    put('b', ended, minutesBefore(90));
    put('c', begun, minutesBefore(60));
    put('d', ended, daysBefore(60));
    put('e', begun, minutesBefore(-10));
    put('f', (call) => inOrder(ended(call), queuedBy('r-1', minutesBefore(40))), minutesBefore(90));
    await finder.run();
    expect(finder.noted('index_classified')).toEqual([
      {
        type: 'index_classified',
        counts: {
          candidate: 2,
          'maybe-stale': 1,
          'retention-expired': 1,
          'given-up': 0,
          reopenable: 0,
          future: 1,
          'group-unknown': 0,
          'not-due': 1,
          unreadable: 0,
        },
      },
    ]);
  });
});
