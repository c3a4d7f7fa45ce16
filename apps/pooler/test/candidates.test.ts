import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  giveUpCall,
  recordQuarantined,
  recordDiscovered,
  shardOf,
  shifted,
  type Transition,
} from '@recordings/call-record';
import { physicalName, tables } from '@recordings/topology';
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
} from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { makeTestPooler } from './make-test-pooler.ts';

const key = keyOf('call');
/** An hour ago: ended long enough, young enough for anything. */
const hourAgo: TestCall = { key, startedAt: minutesBefore(60) };

const endsIn2027 = {
  startTimestamp: hourAgo.startedAt,
  timestamp: '2027-06-15T12:00:00.000Z',
  durationMs: undefined,
};

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());
beforeEach(async () => {
  environment = await emulators.makeEnvironment();
});

const publishedIds = async (): Promise<string[]> =>
  (await environment.published()).flatMap(({ payload }) => payload.calls.map(({ callId }) => callId));

/** Puts an item with wrong attributes, as a bug or a hand could. */
const spoil = async (callId: string, over: Record<string, object>): Promise<void> => {
  await environment.clients.dynamodb.send(
    new PutItemCommand({
      TableName: physicalName(environment.prefix, tables.callRecords.name),
      Item: {
        pk: { S: `acme#${callId}` },
        sk: { S: 'call' },
        tenantId: { S: 'acme' },
        callId: { S: callId },
        groupId: { S: 'Acme_EN' },
        callTimestamp: { S: minutesBefore(60) },
        hasCdrEnd: { BOOL: true },
        createdAt: { S: minutesBefore(59) },
        reconciliationStatus: { S: 'pending' },
        reconciliationAttempts: { N: '0' },
        reconciliationShard: { S: shardOf(keyOf(callId), SHARD_COUNT) },
        recoverableUntil: { S: shifted(NOON, 86_400_000 * 50) },
        revision: { N: '1' },
        ...over,
      } as never,
    }),
  );
};

describe('a call is a candidate', () => {
  const candidates: [string, Transition<unknown>][] = [
    ['that ended an hour ago without a recording', ended(hourAgo)],
    ['whose end is exactly as old as the buffer', ended({ ...hourAgo, startedAt: minutesBefore(6) })],
    ['whose end never came, a day after its start', begun({ ...hourAgo, startedAt: minutesBefore(1_440) })],
    [
      'that OCP did not have once, as soon as it is due',
      inOrder(ended(hourAgo), notFound(1, minutesBefore(1))),
    ],
    [
      'whose bytes came and were not trusted',
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
      'that an export listed a day before OCP deletes it, though nobody told us of it',
      recordDiscovered(key, { groupId: 'Acme_EN', startedAt: daysBefore(59) }, at(minutesBefore(5))),
    ],
    [
      'whose end is told to lie a year ahead',
      ended({ ...hourAgo, toldAt: minutesBefore(50), cdr: endsIn2027 }),
    ],
    ['that is older than the look-back', ended({ ...hourAgo, startedAt: daysBefore(30) })],
  ];

  it.each(candidates)('%s', async (_, transition) => {
    const pooler = makeTestPooler(environment);
    await pooler.calls.change(key, transition);
    expect(await pooler.run()).toMatchObject({ totalCallsQueried: 1, totalEventsPublished: 1 });
    expect(await publishedIds()).toEqual(['call']);
    expect((await pooler.calls.get(key))?.reconciliationStatus).toBe('queued');
  });
});

describe('a call stays out', () => {
  const others: [string, Transition<unknown>][] = [
    ['that is stored', inOrder(ended(hourAgo), storedByPush(key, minutesBefore(50)))],
    [
      'that ended a millisecond less than the buffer ago',
      ended({ ...hourAgo, startedAt: shifted(minutesBefore(6), 1) }),
    ],
    ['of whose end we learned a moment ago', ended({ ...hourAgo, toldAt: minutesBefore(4) })],
    ['that is not over', begun(hourAgo)],
    [
      'that starts in the future',
      ended({ ...hourAgo, startedAt: minutesBefore(-10), toldAt: minutesBefore(30) }),
    ],
    [
      'that claims to start in 2099',
      begun({ ...hourAgo, startedAt: '2099-12-31T00:00:00.000Z', toldAt: minutesBefore(30) }),
    ],
    ['that is a chat', ended({ ...hourAgo, cdr: { channel: 'chat' } })],
    ['that is a test call', ended({ ...hourAgo, cdr: { test: true } })],
    [
      'that was asked for often enough',
      inOrder(ended({ ...hourAgo, startedAt: daysBefore(2) }), notFound(3, daysBefore(1))),
    ],
    ['that is not due yet', inOrder(ended(hourAgo), notFound(1, shifted(NOON, -59_999)))],
    ['that was queued a moment ago', inOrder(ended(hourAgo), queuedBy('r-1', minutesBefore(1)))],
    ['that was claimed a moment ago', inOrder(ended(hourAgo), claimedBy('r-1', minutesBefore(1)))],
    ['that was given up', inOrder(ended(hourAgo), giveUpCall({ code: 'X', message: '' }, at(NOON)))],
  ];

  it.each(others)('%s', async (_, transition) => {
    const pooler = makeTestPooler(environment);
    await pooler.calls.change(key, transition);
    const before = await pooler.calls.get(key);
    expect(await pooler.run()).toMatchObject({ totalCallsQueried: 0, totalWindowsCreated: 0 });
    expect(await publishedIds()).toEqual([]);
    expect(await pooler.calls.get(key)).toEqual(before);
  });

  it('whose group nobody registered, until somebody does', async () => {
    const pooler = makeTestPooler(environment);
    await pooler.calls.change(key, ended({ ...hourAgo, groupId: 'Nobody_EN' }));
    expect(await pooler.run()).toMatchObject({ totalCallsQueried: 0 });
    expect(await pooler.metric('calls_pending_total', 'group-unknown')).toBe(1);
  });

  it('that failed before, if failed calls are not to be tried again', async () => {
    const pooler = makeTestPooler(environment, { INCLUDE_FAILED_RECONCILIATIONS: 'false' });
    await pooler.calls.change(key, inOrder(ended(hourAgo), notFound(1, minutesBefore(30))));
    expect(await pooler.run()).toMatchObject({ totalCallsQueried: 0 });
  });
});

describe('an anomaly of the index', () => {
  it('is told of: a call in the future', async () => {
    const pooler = makeTestPooler(environment);
    await pooler.calls.change(key, begun({ ...hourAgo, startedAt: minutesBefore(-10) }));
    await pooler.run();
    expect(pooler.logged('call_in_future')).toMatchObject([{ level: 'warn', callId: 'call' }]);
    expect(await pooler.metric('calls_pending_total', 'future')).toBe(1);
  });

  it('is skipped and logged: an item that cannot be read', async () => {
    const pooler = makeTestPooler(environment);
    await spoil('garbage', { createdAt: { N: '42' } });
    await pooler.calls.change(key, ended(hourAgo));
    expect(await pooler.run()).toMatchObject({
      totalCallsQueried: 1,
      totalEventsPublished: 1,
      unreadableCalls: 1,
    });
    expect(await publishedIds()).toEqual(['call']);
    expect(pooler.logged('pending_call_unreadable')).toMatchObject([{ level: 'error', callId: 'garbage' }]);
    expect(pooler.logged('pooler_execution_completed')).toMatchObject([{ unreadableCalls: 1 }]);
    expect(await pooler.metric('calls_pending_total', '"unreadable"')).toBe(1);
    expect(await pooler.metric('calls_pending_total')).toBe(2);
  });

  it('is skipped and logged: an item whose record cannot be read, though its index entry can', async () => {
    const pooler = makeTestPooler(environment);
    await spoil('half', { history: { S: 'none' } });
    await pooler.calls.change(key, ended(hourAgo));
    expect(await pooler.run()).toMatchObject({
      totalCallsQueried: 2,
      totalEventsPublished: 1,
      unreadableCalls: 1,
    });
    expect(await publishedIds()).toEqual(['call']);
    expect(await pooler.metric('calls_pending_total', '"unreadable"')).toBe(1);
    expect(await pooler.metric('calls_pending_total')).toBe(2);
    expect(pooler.logged('pending_call_unreadable')).toMatchObject([
      { level: 'error', callId: 'half', code: 'STORE_ITEM_UNREADABLE' },
    ]);
  });

  it('is skipped and logged: an expired call whose record cannot be read', async () => {
    const pooler = makeTestPooler(environment);
    await spoil('half', { history: { S: 'none' }, callTimestamp: { S: daysBefore(61) } });
    await pooler.calls.change(key, ended(hourAgo));
    expect(await pooler.run()).toMatchObject({ totalCallsQueried: 1, totalEventsPublished: 1 });
    expect(pooler.logged('pending_call_unreadable')).toHaveLength(1);
    expect(await pooler.metric('calls_pending_total', '"unreadable"')).toBe(1);
    expect(await pooler.metric('calls_retention_expired_total')).toBe(0);
  });
});
