import { createHash } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { shifted } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { startExecution } from '@recordings/reconciliation';
import { physicalName, tables } from '@recordings/topology';
import { type Environment, startEmulators } from './environment.ts';
import { clock, putPending, startService, stopServices } from './start-service.ts';
import { credentials, keys } from './test-keys.ts';

const ALL = 'key-of-all-tenants';
const API_CREDENTIALS = JSON.stringify([
  ...credentials,
  {
    name: 'all',
    keySha256: createHash('sha256').update(ALL).digest('hex'),
    tenants: ['acme', 'bolt'],
    scopes: ['executions:run'],
  },
]);

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterEach(stopServices);
afterAll(() => emulators.stop());
beforeEach(async () => {
  environment = await emulators.makeEnvironment();
});

type Answer = Readonly<Record<string, unknown>>;

const start = () => startService(environment, { API_CREDENTIALS });
const storeOf = () =>
  makeStores(environment.clients.dynamodb, environment.prefix, async () => undefined).executions;

const read = async (url: string, path: string, key: string = keys.operator) => {
  const response = await fetch(`${url}/v1/executions${path}`, { headers: { 'x-api-key': key } });
  return { status: response.status, body: (await response.json()) as Answer };
};
const list = async (url: string, key?: string): Promise<Answer[]> =>
  (await read(url, '', key)).body['executions'] as Answer[];

describe('an execution', () => {
  it('can be read with its figures under its batch id, also after a restart', async () => {
    await putPending(environment, 'call');
    const first = await start();
    const { batchId } = (await (await first.execute()).json()) as { batchId: string };
    await stopServices();
    const { url } = await start();
    expect(await read(url, `/${batchId}`)).toMatchObject({
      status: 200,
      body: {
        executionId: batchId,
        status: 'completed',
        scope: { tenantIds: ['acme'] },
        figures: { totalCallsFound: 1, totalEventsPublished: 1, isDryRun: false },
      },
    });
    expect(await list(url)).toMatchObject([{ executionId: batchId, status: 'completed' }]);
  });

  it('that failed keeps its error', async () => {
    const { url, execute } = await start();
    const TableName = physicalName(environment.prefix, tables.callRecords.name);
    await environment.clients.dynamodb.send(new DeleteTableCommand({ TableName }));
    expect((await execute()).status).toBeGreaterThanOrEqual(500);
    const [failed] = await list(url);
    expect(failed).toMatchObject({ status: 'failed', error: { code: expect.any(String) as string } });
    expect(failed!['endedAt']).toBeDefined();
  });

  it('that died is failed as soon as the next one starts', async () => {
    const died = {
      executionId: 'died',
      claim: 'pooler-execution',
      isDryRun: false,
      scope: { tenantIds: ['acme'] },
    };
    await storeOf().put(startExecution(died, shifted(clock(), -60_000)));
    const { url, execute } = await start();
    expect(await read(url, '/died')).toMatchObject({ body: { status: 'running' } });
    expect((await execute()).status).toBe(200);
    expect(await read(url, '/died')).toMatchObject({
      body: { status: 'failed', error: { code: 'EXECUTION_INTERRUPTED' } },
    });
  });

  it('of all tenants is shown only to a key that reaches all tenants', async () => {
    const scheduled = { executionId: 'scheduled', claim: 'c', isDryRun: false, scope: {} };
    await storeOf().put(startExecution(scheduled, clock()));
    const { url } = await start();
    expect(await read(url, '/scheduled')).toMatchObject({ status: 404, body: { code: 'EXECUTION_UNKNOWN' } });
    expect(await list(url)).toEqual([]);
    expect(await read(url, '/scheduled', ALL)).toMatchObject({ status: 200 });
    expect(await list(url, ALL)).toMatchObject([{ executionId: 'scheduled' }]);
  });

  it('is listed before all that started earlier, at most as many as wanted', async () => {
    for (const minutes of [3, 1, 2]) {
      const one = {
        executionId: `ago-${minutes}`,
        claim: 'c',
        isDryRun: true,
        scope: { tenantIds: ['acme'] },
      };
      await storeOf().put(startExecution(one, shifted(clock(), -minutes * 60_000)));
    }
    const { url } = await start();
    const { body } = await read(url, '?limit=2');
    expect(body['executions']).toMatchObject([{ executionId: 'ago-1' }, { executionId: 'ago-2' }]);
  });
});

it('covers only the part of the calls that its body names', async () => {
  for (const id of ['call-1', 'call-2']) await putPending(environment, id);
  const { url } = await start();
  const response = await fetch(`${url}/v1/executions`, {
    method: 'POST',
    headers: { 'x-api-key': keys.operator },
    body: JSON.stringify({ callIds: ['call-2'], groups: ['Acme_EN'] }),
  });
  expect(await response.json()).toMatchObject({ totalEventsPublished: 1 });
  const published = await environment.published();
  expect(published.flatMap(({ payload }) => payload.calls.map(({ callId }) => callId))).toEqual(['call-2']);
});

it('leaves calls outside of the configured range alone', async () => {
  await putPending(environment, 'call');
  const { execute } = await startService(environment, {
    API_CREDENTIALS,
    EXECUTION_FROM: shifted(clock(), -60_000),
  });
  expect(await (await execute()).json()).toMatchObject({ totalCallsFound: 0 });
});
