import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Reconciliation } from '@recordings/reconciliation';
import { physicalName, tables } from '@recordings/topology';
import { claimedBy, ended, inOrder, keyOf, minutesBefore, NOON, storedByPush } from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { makeTestPooler, type TestPooler } from './make-test-pooler.ts';

const key = keyOf('a');

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
  await pooler.calls.change(
    key,
    inOrder(ended({ key, startedAt: minutesBefore(200) }), claimedBy('r-holder', minutesBefore(31))),
  );
});

const putLiveHolder = async (): Promise<void> => {
  const next = Reconciliation.parse({
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
  });
  expect(await pooler.reconciliations.put(next)).toBe(true);
};

describe('a claimed call whose record did not change for the stale time', () => {
  it('is taken if its reconciliation does not exist', async () => {
    expect(await pooler.run()).toMatchObject({ totalEventsPublished: 1 });
    const [request] = await environment.published();
    expect(await pooler.calls.get(key)).toMatchObject({
      reconciliationStatus: 'queued',
      reconciliationId: request!.payload.reconciliationId,
      lastReconciliationAt: NOON,
    });
    expect(pooler.logged('stale_call_found')).toMatchObject([
      { level: 'warn', callId: 'a', holder: 'r-holder' },
    ]);
  });

  it('is left alone while its reconciliation lives', async () => {
    await putLiveHolder();
    expect(await pooler.run()).toMatchObject({ totalCallsFound: 0, totalEventsPublished: 0 });
    expect((await pooler.calls.get(key))?.reconciliationId).toBe('r-holder');
  });

  it('is taken, and reported, if its reconciliation cannot be read', async () => {
    await environment.clients.dynamodb.send(
      new PutItemCommand({
        TableName: physicalName(environment.prefix, tables.reconciliations.name),
        Item: { reconciliationId: { S: 'r-holder' }, phase: { S: 'nonsense' } },
      }),
    );
    expect(await pooler.run()).toMatchObject({ totalCallsFound: 1, totalEventsPublished: 1 });
    expect(pooler.logged('reconciliation_unreadable')).toMatchObject([
      { level: 'error', reconciliationId: 'r-holder' },
    ]);
  });

  it('leaves its window if a push stores its recording after the index was read', async () => {
    const afterFind = () => pooler.calls.change(key, storedByPush(key, NOON));
    const watched = makeTestPooler(environment, {}, { afterFind });
    expect(await watched.run()).toMatchObject({ totalCallsFound: 1, totalWindowsCreated: 0 });
    expect(await environment.published()).toEqual([]);
    expect(watched.logged('window_empty')).toMatchObject([{ level: 'warn', groupId: 'Acme_EN' }]);
    expect(await pooler.calls.get(key)).toMatchObject({ reconciliationStatus: 'completed', s3Stored: true });
  });
});
