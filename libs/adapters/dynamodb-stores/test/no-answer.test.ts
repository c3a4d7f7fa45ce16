import { CallId, type CallKey, TenantId } from '@recordings/call-record';
import { type StuckServer, startStuckServer, waitUntil } from '@recordings/test-kit';
import { DYNAMODB_LIMITS, makeDynamoDbClient, makeStores } from '../src/index.ts';

const key: CallKey = { tenantId: TenantId.parse('acme'), callId: CallId.parse('call-1') };
const limits = { connectionTimeoutMs: 5_000, silenceTimeoutMs: 150, maxAttempts: 2 };

let server: StuckServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

describe.each([
  ['never answers', ''],
  [
    'stops after its headers',
    'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 99\r\n\r\n',
  ],
  ['stops in the middle of its answer', 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"Item":{'],
])('a DynamoDB that %s', (_, opening) => {
  const startStores = async () => {
    server = await startStuckServer(opening);
    const dynamodb = makeDynamoDbClient(limits, {
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      useFipsEndpoint: false,
    });
    return makeStores(dynamodb, 'test', async () => undefined);
  };

  it('is a transient outage for reads, changes and queries, after the allowed attempts', async () => {
    const { calls, reconciliations } = await startStores();
    const outage = { code: 'STORE_UNAVAILABLE', fault: 'retryable' };
    await expect(calls.get(key)).rejects.toMatchObject(outage);
    // On a slow machine the server may accept the last connection after the client gave it up.
    await waitUntil('all connections are counted', () => server!.connections() >= limits.maxAttempts);
    expect(server!.connections()).toBe(limits.maxAttempts);
    await expect(calls.change(key, () => ({ result: 1 }))).rejects.toMatchObject(outage);
    const settled = reconciliations.settleCall('r' as never, key.callId, { outcome: 'stored' });
    await expect(settled).rejects.toMatchObject(outage);
    await expect(
      calls
        .pendingCalls('0', '2026-01-01T00:00:00.000Z' as never)
        [Symbol.asyncIterator]()
        .next(),
    ).rejects.toMatchObject(outage);
  });

  it('is reported as not reachable', async () => {
    const { calls } = await startStores();
    expect(await calls.isReachable()).toBe(false);
  });
});

describe('the client of a service', () => {
  it('waits 5 s for a connection, 5 s for a byte, and tries three times', async () => {
    expect(DYNAMODB_LIMITS).toEqual({ connectionTimeoutMs: 5_000, silenceTimeoutMs: 5_000, maxAttempts: 3 });
    const { config } = makeDynamoDbClient(undefined, { region: 'us-east-1' });
    expect(await config.maxAttempts()).toBe(3);
    await expect(handlerOptions(config.requestHandler)).resolves.toMatchObject({
      connectionTimeout: 5_000,
      socketTimeout: 5_000,
    });
  });
});

/** The SDK's handler reads its options at its first request. */
const handlerOptions = (handler: object): Promise<object> =>
  (handler as { configProvider: Promise<object> }).configProvider;
