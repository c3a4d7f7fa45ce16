import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { shardOf, shifted } from '@recordings/call-record';
import { physicalName, tables } from '@recordings/topology';
import { daysBefore, ended, keyOf, minutesBefore, NOON, SHARD_COUNT, type TestCall } from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { makeTestPooler } from './make-test-pooler.ts';

const key = keyOf('call');
const hourAgo: TestCall = { key, startedAt: minutesBefore(60) };

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

/** Writes an item with wrong attributes. */
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

describe('an execution skips, counts and logs', () => {
  it('an item of the index that cannot be read', async () => {
    const pooler = makeTestPooler(environment);
    await spoil('garbage', { createdAt: { N: '42' } });
    await pooler.calls.change(key, ended(hourAgo));
    expect(await pooler.run()).toMatchObject({
      totalCallsFound: 1,
      totalEventsPublished: 1,
      unreadableCalls: 1,
    });
    expect(await publishedIds()).toEqual(['call']);
    expect(pooler.logged('pending_call_unreadable')).toMatchObject([{ level: 'error', callId: 'garbage' }]);
    expect(pooler.logged('pooler_execution_completed')).toMatchObject([{ unreadableCalls: 1 }]);
    expect(await pooler.metric('calls_pending_total', '"unreadable"')).toBe(1);
    expect(await pooler.metric('calls_pending_total')).toBe(2);
  });

  it('a call whose record cannot be read, though its item in the index can', async () => {
    const pooler = makeTestPooler(environment);
    await spoil('half', { history: { S: 'none' } });
    await pooler.calls.change(key, ended(hourAgo));
    expect(await pooler.run()).toMatchObject({
      totalCallsFound: 2,
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

  it('a call that OCP has deleted and whose record cannot be read', async () => {
    const pooler = makeTestPooler(environment);
    await spoil('half', { history: { S: 'none' }, callTimestamp: { S: daysBefore(61) } });
    await pooler.calls.change(key, ended(hourAgo));
    expect(await pooler.run()).toMatchObject({ totalCallsFound: 1, totalEventsPublished: 1 });
    expect(pooler.logged('pending_call_unreadable')).toHaveLength(1);
    expect(await pooler.metric('calls_pending_total', '"unreadable"')).toBe(1);
    expect(await pooler.metric('calls_retention_expired_total')).toBe(0);
  });
});
