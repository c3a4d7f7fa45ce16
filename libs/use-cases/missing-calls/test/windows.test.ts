import { epochMsOf, shifted } from '@recordings/call-record';
import { daysBefore, ended, inOrder, keyOf, minutesBefore, NOON, notFound } from './call-fixture.ts';
import { callIdsOf, makeTestFinder, type TestFinder } from './test-finder.ts';

let finder: TestFinder;
beforeEach(() => {
  finder = makeTestFinder();
});

const put = (callId: string, startedAt: string, groupId = 'Acme_EN'): void => {
  const key = keyOf(callId, groupId.startsWith('Bolt') ? 'bolt' : 'acme');
  finder.put(key, ended({ key, startedAt, groupId }));
};

describe('the windows of an execution', () => {
  it('are sorted by tenant, group and time, and numbered within their group', async () => {
    // In no order: neither of ids, nor of time, nor of groups.
    put('a', minutesBefore(100), 'Bolt_EN');
    put('b', minutesBefore(80), 'Acme_ES');
    put('c', minutesBefore(90), 'Acme_ES');
    put('d', minutesBefore(200), 'Acme_ES');
    put('z', minutesBefore(60));
    put('y', minutesBefore(69));
    put('x', minutesBefore(70));
    expect(await finder.run()).toMatchObject({
      totalCallsFound: 7,
      totalWindowsCreated: 6,
      totalEventsPublished: 6,
    });
    const published = finder.memory.published.map((request) => {
      const { tenantId, groupId, windowIndex, totalWindows, fromDate } = request.payload;
      return [`${tenantId} ${groupId} ${windowIndex}/${totalWindows}`, fromDate, callIdsOf(request)];
    });
    expect(published).toEqual([
      ['acme Acme_EN 1/2', minutesBefore(70), ['x', 'y']],
      ['acme Acme_EN 2/2', minutesBefore(60), ['z']],
      ['acme Acme_ES 1/3', minutesBefore(200), ['d']],
      ['acme Acme_ES 2/3', minutesBefore(90), ['c']],
      ['acme Acme_ES 3/3', minutesBefore(80), ['b']],
      ['bolt Bolt_EN 1/1', minutesBefore(100), ['a']],
    ]);
  });

  it('hold at most 100 calls, each call once, and do not overlap, however close the calls are', async () => {
    const ids = Array.from({ length: 250 }, (_, n) => `call-${n}`);
    for (const [n, id] of ids.entries()) put(id, shifted(minutesBefore(60), (n % 125) * 10));
    expect(await finder.run()).toMatchObject({ totalCallsFound: 250, totalWindowsCreated: 3 });
    const payloads = finder.memory.published.map(({ payload }) => payload);
    expect(payloads.map(({ callCount, calls }) => [callCount, calls.length])).toEqual([
      [100, 100],
      [100, 100],
      [50, 50],
    ]);
    expect(finder.memory.published.flatMap(callIdsOf).sort()).toEqual(ids.sort());
    for (const [n, { fromDate, toDate, calls }] of payloads.entries()) {
      expect(toDate <= (payloads[n + 1]?.fromDate ?? toDate)).toBe(true);
      for (const { callTimestamp } of calls) {
        expect(fromDate <= callTimestamp! && callTimestamp! < toDate).toBe(true);
      }
    }
  });

  it.each([
    [100, 10],
    [101, 5],
    [501, 1],
  ])('of %i calls are at most %i minutes long', async (count, minutes) => {
    for (let n = 1; n < count; n += 1) put(`c-${n}`, daysBefore(1 + (n % 5)));
    put('lone', minutesBefore(60));
    await finder.run();
    const { fromDate, toDate } = finder.memory.published.find((one) => callIdsOf(one)[0] === 'lone')!.payload;
    expect(epochMsOf(toDate) - epochMsOf(fromDate)).toBe(minutes * 60_000);
  });

  it('are as long as a third of the longest range, in whole hours, if their group shares export jobs', async () => {
    for (const hours of [40, 31, 26, 25, 3]) put(`ago-${hours}`, minutesBefore(hours * 60), 'Acme_Hours');
    await finder.run();
    expect(finder.takePublished()).toEqual([['ago-40', 'ago-31', 'ago-26', 'ago-25'], ['ago-3']]);
  });

  it('keep calls of the running hour apart, so that earlier calls do not wait until it ends', async () => {
    put('earlier', minutesBefore(61), 'Acme_Hours');
    put('before-noon', minutesBefore(8), 'Acme_Hours');
    put('after-noon', minutesBefore(-1), 'Acme_Hours');
    await finder.run({ now: minutesBefore(-8) });
    expect(finder.takePublished()).toEqual([['earlier', 'before-noon'], ['after-noon']]);
  });

  it('do not overlap if a long call of the running hour began before others that have ended', async () => {
    put('first', minutesBefore(300), 'Acme_Hours');
    // It began at 08:40 and ended at 12:10.
    const long = { key: keyOf('long'), startedAt: minutesBefore(-9), groupId: 'Acme_Hours' };
    finder.put(long.key, ended({ ...long, cdr: { durationMs: 210 * 60_000 } }));
    put('short', minutesBefore(100), 'Acme_Hours');
    await finder.run({ now: minutesBefore(-30) });
    expect(finder.takePublished()).toEqual([['first'], ['long'], ['short']]);
  });

  it('are reported as planned, each with its figures', async () => {
    put('a', minutesBefore(60));
    await finder.run();
    expect(finder.noted('window_planned')).toEqual([
      {
        type: 'window_planned',
        reconciliationId: finder.get(keyOf('a'))?.reconciliationId,
        tenantId: 'acme',
        groupId: 'Acme_EN',
        fromDate: minutesBefore(60),
        toDate: minutesBefore(50),
        callCount: 1,
        priority: 'normal',
      },
    ]);
  });
});

it('publishes what the requirement documents ask for, in the body and in the attributes of the event', async () => {
  const sent: unknown[] = [];
  finder = makeTestFinder({
    deps: ({ publish }) => ({
      publish: (windows) => {
        sent.push(...windows);
        return publish(windows);
      },
    }),
  });
  const key = keyOf('call');
  finder.put(key, inOrder(ended({ key, startedAt: minutesBefore(60) }), notFound(1, minutesBefore(1))));
  const { batchId } = await finder.run();
  const reconciliationId = finder.get(key)?.reconciliationId;
  const id = expect.stringMatching(/^id-/) as string;
  expect(sent).toEqual([
    {
      id,
      body: {
        eventType: 'RECONCILIATION_REQUEST',
        eventId: (sent[0] as { id: string }).id,
        timestamp: NOON,
        source: 'reconciliation-pooler',
        version: '1.0',
        payload: {
          reconciliationId,
          batchId,
          tenantId: 'acme',
          groupId: 'Acme_EN',
          windowIndex: 1,
          totalWindows: 1,
          fromDate: minutesBefore(60),
          toDate: minutesBefore(50),
          calls: [{ callId: 'call', callTimestamp: minutesBefore(60), reconciliationAttempts: 1 }],
          callCount: 1,
          createdAt: NOON,
          priority: 'normal',
          maxRetries: 2,
          metadata: { audioFormat: 'wav' },
        },
      },
      attributes: {
        eventType: 'RECONCILIATION_REQUEST',
        tenantId: 'acme',
        groupId: 'Acme_EN',
        priority: 'normal',
        callCount: 1,
        batchId,
      },
    },
  ]);
});
