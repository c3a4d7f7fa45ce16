import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type CallKey, recordQuarantined, type Timestamp } from '@recordings/call-record';
import { Reconciliation } from '@recordings/reconciliation';
import { physicalName, tables } from '@recordings/topology';
import {
  at,
  begun,
  claimedBy,
  ended,
  idOf,
  inOrder,
  keyOf,
  minutesBefore,
  NOON,
  queuedBy,
  SHARD_COUNT,
  storedByPush,
} from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { makeTestPooler, type TestPooler } from './make-test-pooler.ts';

const [a, b, c] = ['a', 'b', 'c'].map((id) => keyOf(id)) as [CallKey, CallKey, CallKey];

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

const idsOf = (request: { payload: { calls: { callId: string }[] } }): string[] =>
  request.payload.calls.map(({ callId }) => callId);

describe('a call that changes between the reading of the index and the publishing', () => {
  beforeEach(async () => {
    // a and b share a window, c has one of its own.
    await pooler.calls.change(a, ended({ key: a, startedAt: minutesBefore(60) }));
    await pooler.calls.change(b, ended({ key: b, startedAt: minutesBefore(59) }));
    await pooler.calls.change(c, ended({ key: c, startedAt: minutesBefore(30) }));
  });

  it('drops out of its window if the push completed it, and stays as the push left it', async () => {
    const afterFind = () => pooler.calls.change(a, storedByPush(a, NOON));
    const execution = await makeTestPooler(environment, {}, { afterFind }).run();
    expect(execution).toMatchObject({ totalCallsQueried: 3, totalEventsPublished: 2 });
    const published = await environment.published();
    expect(published.map(idsOf).sort()).toEqual([['b'], ['c']]);
    expect(published.map(({ payload }) => payload.callCount)).toEqual([1, 1]);
    const call = await pooler.calls.get(a);
    expect(call).toMatchObject({ reconciliationStatus: 'completed', s3Stored: true });
    expect(call?.reconciliationId).toBeUndefined();
  });

  it('drops out if it turns out to be a chat', async () => {
    const told = { key: b, startedAt: minutesBefore(59), cdr: { channel: 'chat' } };
    await makeTestPooler(environment, {}, { afterFind: () => pooler.calls.change(b, begun(told)) }).run();
    expect((await environment.published()).map(idsOf).sort()).toEqual([['a'], ['c']]);
    expect((await pooler.calls.get(b))?.outcome?.code).toBe('NO_AUDIO_EXPECTED');
  });

  it('drops out if another reconciliation claimed it', async () => {
    const afterFind = () => pooler.calls.change(b, claimedBy('r-other', NOON));
    await makeTestPooler(environment, {}, { afterFind }).run();
    expect((await environment.published()).map(idsOf).sort()).toEqual([['a'], ['c']]);
    expect((await pooler.calls.get(b))?.reconciliationId).toBe('r-other');
  });

  it('stays in if the change does not settle it', async () => {
    const object = { key: 'q', reason: 'TRUNCATED', sha256: 'aa', at: NOON, detail: '' };
    const afterFind = () => pooler.calls.change(b, recordQuarantined(b, {}, object, at(NOON)));
    await makeTestPooler(environment, {}, { afterFind }).run();
    expect((await environment.published()).map(idsOf).sort()).toEqual([['a', 'b'], ['c']]);
  });

  it('leaves no window behind that nobody is in', async () => {
    const afterFind = () => pooler.calls.change(c, storedByPush(c, NOON));
    const watched = makeTestPooler(environment, {}, { afterFind });
    expect(await watched.run()).toMatchObject({ totalWindowsCreated: 1, totalEventsPublished: 1 });
    expect((await environment.published()).map(idsOf)).toEqual([['a', 'b']]);
    expect(watched.logged('window_empty')).toMatchObject([
      { level: 'warn', groupId: 'Acme_EN', fromDate: minutesBefore(30) },
    ]);
  });
});

describe('a held call without a sign of life', () => {
  const reconciliation = (over: Partial<Reconciliation>): Reconciliation =>
    Reconciliation.parse({
      reconciliationId: 'r-holder',
      batchId: 'batch',
      tenantId: 'acme',
      groupId: 'Acme_EN',
      fromDate: minutesBefore(200),
      toDate: minutesBefore(190),
      priority: 'normal',
      phase: 'waiting',
      reconciliationStatus: 'IN_PROGRESS',
      calls: {},
      leaseUntil: minutesBefore(-60),
      createdAt: minutesBefore(90),
      lastUpdated: minutesBefore(90),
      expiresAtEpochS: 2_000_000_000,
      revision: 1,
      ...over,
    });
  const put = (over: Partial<Reconciliation>): Promise<void> =>
    pooler.reconciliations.change(idOf('r-holder'), () => ({
      next: reconciliation(over),
      result: undefined,
    }));
  const closed = { phase: 'closed', reconciliationStatus: 'COMPLETED' } as const;
  const expired = { leaseUntil: NOON };

  const holds = (hold: typeof queuedBy, since: Timestamp) =>
    pooler.calls.change(
      a,
      inOrder(ended({ key: a, startedAt: minutesBefore(200) }), hold('r-holder', since)),
    );

  describe.each([
    ['queued', queuedBy],
    ['claimed', claimedBy],
  ] as const)('and %s', (_, hold) => {
    it('is taken again if its reconciliation does not exist', async () => {
      await holds(hold, minutesBefore(30));
      expect(await pooler.run()).toMatchObject({ totalEventsPublished: 1 });
      const [request] = await environment.published();
      expect(request!.payload.reconciliationId).not.toBe('r-holder');
      expect(await pooler.calls.get(a)).toMatchObject({
        reconciliationStatus: 'queued',
        reconciliationId: request!.payload.reconciliationId,
        lastReconciliationAt: NOON,
      });
      expect(pooler.logged('stale_call_found')).toMatchObject([{ callId: 'a', holder: 'r-holder' }]);
    });

    it('is taken again if its reconciliation is closed', async () => {
      await holds(hold, minutesBefore(30));
      await put(closed);
      expect(await pooler.run()).toMatchObject({ totalEventsPublished: 1 });
    });

    it('is taken again if the lease of its reconciliation is over', async () => {
      await holds(hold, minutesBefore(30));
      await put(expired);
      expect(await pooler.run()).toMatchObject({ totalEventsPublished: 1 });
    });

    it('is left alone if its reconciliation lives, however long it takes', async () => {
      await holds(hold, minutesBefore(150));
      await put({});
      expect(await pooler.run()).toMatchObject({ totalCallsQueried: 0, totalEventsPublished: 0 });
      expect((await pooler.calls.get(a))?.reconciliationId).toBe('r-holder');
    });

    it('is left alone before the time, even if its reconciliation is closed', async () => {
      await holds(hold, minutesBefore(29));
      await put(closed);
      expect(await pooler.run()).toMatchObject({ totalCallsQueried: 0 });
    });
  });

  it('is left to another pooler that has queued it meanwhile', async () => {
    await holds(queuedBy, minutesBefore(31));
    const afterFind = () =>
      pooler.calls.change(a, (current) => ({
        next: { ...current!, reconciliationId: idOf('r-new'), revision: current!.revision + 1 },
        result: undefined,
      }));
    await makeTestPooler(environment, {}, { afterFind }).run();
    expect(await environment.published()).toEqual([]);
    expect((await pooler.calls.get(a))?.reconciliationId).toBe('r-new');
  });

  describe('by a reconciliation that cannot be read', () => {
    const spoilHolder = () =>
      environment.clients.dynamodb.send(
        new PutItemCommand({
          TableName: physicalName(environment.prefix, tables.reconciliations.name),
          Item: { reconciliationId: { S: 'r-holder' }, phase: { S: 'nonsense' } },
        }),
      );

    it('is taken again, with one error for all its calls', async () => {
      await holds(queuedBy, minutesBefore(31));
      await pooler.calls.change(
        b,
        inOrder(ended({ key: b, startedAt: minutesBefore(200) }), claimedBy('r-holder', minutesBefore(31))),
      );
      await spoilHolder();
      expect(await pooler.run()).toMatchObject({ totalCallsQueried: 2, totalEventsPublished: 1 });
      expect(pooler.logged('reconciliation_unreadable')).toMatchObject([
        { level: 'error', reconciliationId: 'r-holder' },
      ]);
      expect((await environment.published()).map(idsOf)).toEqual([['a', 'b']]);
    });

    it('is left alone before the time', async () => {
      await holds(claimedBy, minutesBefore(29));
      await spoilHolder();
      expect(await pooler.run()).toMatchObject({ totalCallsQueried: 0 });
    });

    it('is given up once OCP has deleted it', async () => {
      await holds(claimedBy, minutesBefore(31));
      await spoilHolder();
      await pooler.run({ now: minutesBefore(-60 * 24 * 60) });
      expect((await pooler.calls.get(a))?.outcome?.code).toBe('RETENTION_EXPIRED');
    });
  });
});

describe('a pooler that dies between queueing and publishing', () => {
  it('leaves calls that are taken again once they are stale, and not before', async () => {
    await pooler.calls.change(a, ended({ key: a, startedAt: minutesBefore(60) }));
    const beforePublish = () => Promise.reject(new Error('killed'));
    const dying = makeTestPooler(environment, {}, { beforePublish });
    await expect(dying.run()).rejects.toThrow('killed');
    expect(await environment.published()).toEqual([]);
    const lost = (await pooler.calls.get(a))?.reconciliationId;
    expect(lost).toBeDefined();

    expect(await pooler.run({ now: minutesBefore(-29) })).toMatchObject({ totalCallsQueried: 0 });
    expect(await pooler.run({ now: minutesBefore(-30) })).toMatchObject({ totalEventsPublished: 1 });
    const [request] = await environment.published();
    expect(idsOf(request!)).toEqual(['a']);
    expect(request!.payload.reconciliationId).not.toBe(lost);
  });
});

describe('calls in several shards', () => {
  it('are all found', async () => {
    const keys = Array.from({ length: 40 }, (_, n) => keyOf(`call-${n}`));
    await Promise.all(
      keys.map((key) => pooler.calls.change(key, ended({ key, startedAt: minutesBefore(60) }))),
    );
    const shards = await Promise.all(
      keys.map(async (key) => (await pooler.calls.get(key))?.reconciliationShard),
    );
    expect(new Set(shards).size).toBe(SHARD_COUNT);
    expect(await pooler.run()).toMatchObject({ totalCallsQueried: 40 });
  });
});
