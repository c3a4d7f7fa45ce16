import { epochMsOf, shifted } from '@recordings/call-record';
import { daysBefore, ended, inOrder, keyOf, minutesBefore, notFound, NOON } from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { makeTestPooler, type TestPooler } from './make-test-pooler.ts';

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
let pooler: TestPooler;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());
beforeEach(async () => {
  environment = await emulators.makeEnvironment();
  pooler = makeTestPooler(environment);
});

const put = (callId: string, startedAt: string, groupId = 'Acme_EN'): Promise<unknown> => {
  const key = keyOf(callId, groupId.startsWith('Bolt') ? 'bolt' : 'acme');
  return pooler.calls.change(key, ended({ key, startedAt, groupId }));
};

describe('the windows of an execution', () => {
  it('are sorted by tenant and group, then by time, and numbered within their group', async () => {
    // Against every order: of ids, of time, of groups.
    await put('a', minutesBefore(100), 'Bolt_EN');
    await put('b', minutesBefore(80), 'Acme_ES');
    await put('c', minutesBefore(90), 'Acme_ES');
    await put('d', minutesBefore(200), 'Acme_ES');
    await put('z', minutesBefore(60));
    await put('y', minutesBefore(69));
    await put('x', minutesBefore(70));
    const execution = await pooler.run();
    expect(execution).toMatchObject({
      totalCallsQueried: 7,
      totalWindowsCreated: 6,
      totalEventsPublished: 6,
    });
    const published = (await environment.published()).map(({ payload }) => ({
      window: `${payload.tenantId} ${payload.groupId} ${payload.windowIndex}/${payload.totalWindows}`,
      fromDate: payload.fromDate,
      calls: payload.calls.map(({ callId }) => callId),
    }));
    // A standard topic keeps no order: what counts is what each event says.
    expect(published.sort((a, b) => (a.window < b.window ? -1 : 1))).toEqual([
      { window: 'acme Acme_EN 1/2', fromDate: minutesBefore(70), calls: ['x', 'y'] },
      { window: 'acme Acme_EN 2/2', fromDate: minutesBefore(60), calls: ['z'] },
      { window: 'acme Acme_ES 1/3', fromDate: minutesBefore(200), calls: ['d'] },
      { window: 'acme Acme_ES 2/3', fromDate: minutesBefore(90), calls: ['c'] },
      { window: 'acme Acme_ES 3/3', fromDate: minutesBefore(80), calls: ['b'] },
      { window: 'bolt Bolt_EN 1/1', fromDate: minutesBefore(100), calls: ['a'] },
    ]);
  });

  it('hold at most 100 calls, each call once, and do not overlap, however close the calls are', async () => {
    const ids = Array.from({ length: 250 }, (_, n) => `call-${n}`);
    await Promise.all(ids.map((id, n) => put(id, shifted(minutesBefore(60), (n % 125) * 10))));
    expect(await pooler.run()).toMatchObject({ totalCallsQueried: 250, totalWindowsCreated: 3 });
    const payloads = (await environment.published()).map(({ payload }) => payload);
    payloads.sort((a, b) => a.windowIndex - b.windowIndex);
    expect(payloads.map(({ callCount, calls }) => [callCount, calls.length])).toEqual([
      [100, 100],
      [100, 100],
      [50, 50],
    ]);
    expect(payloads.flatMap(({ calls }) => calls.map(({ callId }) => callId)).sort()).toEqual(ids.sort());
    for (const [n, { fromDate, toDate, calls }] of payloads.entries()) {
      expect(toDate <= (payloads[n + 1]?.fromDate ?? toDate)).toBe(true);
      for (const { callTimestamp } of calls) {
        expect(fromDate <= callTimestamp! && callTimestamp! < toDate).toBe(true);
      }
    }
  });

  it('stand on the record of each of their calls before they are published', async () => {
    const seen: unknown[] = [];
    const watching = makeTestPooler(
      environment,
      {},
      {
        beforePublish: async () => {
          for (const id of ['a', 'b']) {
            const call = await pooler.calls.get(keyOf(id));
            seen.push([call?.reconciliationStatus, call?.reconciliationId]);
          }
        },
      },
    );
    await put('a', minutesBefore(60));
    await put('b', minutesBefore(30));
    await watching.run();
    const published = await environment.published();
    const idOfWindowWith = (id: string): string =>
      published.find(({ payload }) => payload.calls[0]!.callId === id)!.payload.reconciliationId;
    expect(seen).toEqual([
      ['queued', idOfWindowWith('a')],
      ['queued', idOfWindowWith('b')],
    ]);
  });

  it('shrink as the number of calls grows', async () => {
    const spanMs = async (count: number): Promise<number> => {
      environment = await emulators.makeEnvironment();
      pooler = makeTestPooler(environment);
      await Promise.all(Array.from({ length: count }, (_, n) => put(`c-${n}`, daysBefore(1 + (n % 5)))));
      await put('lone', minutesBefore(60));
      await pooler.run();
      const { payload } = (await environment.published()).find(
        ({ payload: { calls } }) => calls[0]!.callId === 'lone',
      )!;
      return epochMsOf(payload.toDate) - epochMsOf(payload.fromDate);
    };
    expect(await spanMs(99)).toBe(10 * 60_000);
    expect(await spanMs(100)).toBe(5 * 60_000);
  });
});

describe('an event', () => {
  it('carries what the requirement documents ask for, in its body and in its attributes', async () => {
    await put('call', minutesBefore(60));
    const { batchId } = await pooler.run();
    const [delivered, ...more] = await environment.drain('reconciliation-normal');
    expect(more).toEqual([]);
    const id = (await pooler.calls.get(keyOf('call')))?.reconciliationId;
    expect(delivered!.request).toEqual({
      eventType: 'RECONCILIATION_REQUEST',
      eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      timestamp: NOON,
      source: 'reconciliation-pooler',
      version: '1.0',
      payload: {
        reconciliationId: id,
        batchId,
        tenantId: 'acme',
        groupId: 'Acme_EN',
        windowIndex: 1,
        totalWindows: 1,
        fromDate: minutesBefore(60),
        toDate: minutesBefore(50),
        calls: [{ callId: 'call', callTimestamp: minutesBefore(60), reconciliationAttempts: 0 }],
        callCount: 1,
        priority: 'normal',
        maxRetries: 3,
        metadata: { audioFormat: 'wav' },
      },
    });
    expect(delivered!.attributes).toEqual({
      eventType: 'String:RECONCILIATION_REQUEST',
      groupId: 'String:Acme_EN',
      priority: 'String:normal',
      callCount: 'Number:1',
      batchId: `String:${batchId}`,
    });
  });

  it('goes to the queue of its priority, and to both taps whatever its priority is', async () => {
    await put('normal', minutesBefore(60));
    await put('old', daysBefore(8));
    await put('soon-deleted', daysBefore(58));
    const tried = keyOf('often-tried');
    await pooler.calls.change(
      tried,
      inOrder(
        ended({ key: tried, startedAt: daysBefore(3) }),
        ...[50, 49, 48].map((hours) => notFound(1, minutesBefore(60 * hours))),
      ),
    );
    await pooler.run();
    const idsIn = async (queue: string): Promise<string[]> =>
      (await environment.drain(queue))
        .flatMap(({ request }) => request.payload.calls.map(({ callId }) => callId as string))
        .sort();
    expect(await idsIn('reconciliation-high')).toEqual(['often-tried', 'soon-deleted']);
    expect(await idsIn('reconciliation-normal')).toEqual(['normal']);
    expect(await idsIn('reconciliation-low')).toEqual(['old']);
    const all = ['normal', 'often-tried', 'old', 'soon-deleted'];
    expect(await idsIn('reconciliation-analytics')).toEqual(all);
    expect(await idsIn('audit')).toEqual(all);
  });
});
