import {
  type CallRecord,
  giveUpCall,
  RederivationJob,
  shifted,
  type Transition,
} from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { metricSum, waitUntil } from '@recordings/test-kit';
import { at, ended, keyOf, minutesBefore } from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { clock, startService, stopServices } from './start-service.ts';
import { keys } from './test-keys.ts';

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());
beforeEach(async () => {
  environment = await emulators.makeEnvironment();
});
afterEach(stopServices);

const group = { tenantId: 'acme', groupId: 'Acme_EN' };
const key = keyOf('given-up');

const storesOf = ({ clients, prefix }: Environment) =>
  makeStores(clients.dynamodb, prefix, async () => undefined);

/** A call of yesterday that was given up and left the sparse index. */
const putGivenUp = async (): Promise<void> => {
  const { calls } = storesOf(environment);
  await calls.change(key, ended({ key, startedAt: minutesBefore(1_440, clock()) }));
  await calls.change(key, giveUpCall({ code: 'RETENTION_EXPIRED', message: 'gone' }, at(clock())));
  const leaveIndex: Transition<void> = (call) => ({
    next: { ...call!, reconciliationShard: undefined, revision: call!.revision + 1 },
    result: undefined,
  });
  await calls.change(key, leaveIndex);
};

const read = (): Promise<CallRecord | undefined> => storesOf(environment).calls.get(key);

const start = async () => {
  const service = await startService(environment);
  const ask = async (
    method: 'GET' | 'POST',
    query: string,
    body?: unknown,
    apiKey: string = keys.operator,
  ) => {
    const response = await fetch(`${service.url}/v1/rederivations${query}`, {
      method,
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { ...service, ask };
};

describe('POST /v1/rederivations', () => {
  it('starts a job that reopens a given-up call, and GET answers with its progress', async () => {
    await putGivenUp();
    const { ask, monitoringUrl } = await start();
    expect((await ask('GET', '?tenantId=acme&groupId=Acme_EN')).status).toBe(404);
    expect(await ask('POST', '', group)).toMatchObject({
      status: 202,
      body: { ...group, status: 'running' },
    });
    await waitUntil('the job is complete', async () => {
      const { body } = await ask('GET', '?tenantId=acme&groupId=Acme_EN');
      return body['status'] === 'completed';
    });
    expect(await ask('GET', '?tenantId=acme&groupId=Acme_EN')).toMatchObject({
      status: 200,
      body: { counts: { reopened: 1, expected: 0 } },
    });
    expect(await read()).toMatchObject({ reconciliationStatus: 'pending', reconciliationAttempts: 0 });
    expect((await read())?.reconciliationShard).toBeDefined();
    const exposition = await (await fetch(`${monitoringUrl}/metrics`)).text();
    expect(metricSum(exposition, 'calls_rederived_total', '"given_up"')).toBe(1);
  });

  it.each<[string, unknown, number, string]>([
    ['an unknown field', { ...group, form: '2026-01-01T00:00:00.000Z' }, 400, 'BODY_INVALID'],
    ['no group', { tenantId: 'acme' }, 400, 'BODY_INVALID'],
    ['a date that does not exist', { ...group, from: '2026-02-99T00:00:00.000Z' }, 400, 'BODY_INVALID'],
    [
      'a range that ends before it begins',
      { ...group, from: '2099-01-01T00:00:00.000Z' },
      400,
      'BODY_INVALID',
    ],
    ['a tenant of another key', { tenantId: 'bolt', groupId: 'Bolt_EN' }, 403, 'TENANT_FORBIDDEN'],
    ['a group of another tenant', { tenantId: 'acme', groupId: 'Bolt_EN' }, 404, 'GROUP_UNKNOWN'],
  ])('refuses %s, and starts no job', async (_, body, status, code) => {
    await putGivenUp();
    const { ask } = await start();
    expect(await ask('POST', '', body)).toMatchObject({ status, body: { code } });
    expect((await read())?.reconciliationStatus).toBe('given_up');
  });

  it('refuses a query, and a key without the scope', async () => {
    const { ask } = await start();
    expect(await ask('POST', '?from=x', group)).toMatchObject({
      status: 400,
      body: { code: 'QUERY_INVALID' },
    });
    expect((await ask('POST', '', group, keys.reader)).status).toBe(403);
    expect((await ask('GET', '?tenantId=bolt&groupId=Bolt_EN')).status).toBe(403);
    expect((await ask('GET', '?tenantId=acme')).status).toBe(400);
  });

  it('answers 409 while another run holds the job; the next execution resumes it after that run died', async () => {
    await putGivenUp();
    const now = clock();
    const dead = RederivationJob.parse({
      ...{ ...group, from: shifted(now, -90 * 86_400_000), to: now, status: 'running', owner: 'dead' },
      cursor: shifted(now, -90 * 86_400_000),
      counts: { expected: 0, reopened: 0, final: 0, other: 0, unreadable: 0 },
      ...{ leaseUntil: shifted(now, 60_000), startedAt: now, updatedAt: now, revision: 1 },
    });
    const { rederivations } = storesOf(environment);
    await rederivations.change(dead, () => ({ next: dead, result: undefined }));
    const { ask, execute } = await start();
    expect(await ask('POST', '', group)).toMatchObject({
      status: 409,
      body: { code: 'REDERIVATION_RUNNING' },
    });
    await rederivations.change(dead, (job) => ({
      next: { ...job!, leaseUntil: now, revision: job!.revision + 1 },
      result: undefined,
    }));
    await execute();
    await waitUntil(
      'the job is complete',
      async () => (await rederivations.get(dead))?.status === 'completed',
    );
    expect((await rederivations.get(dead))?.counts).toMatchObject({ reopened: 1 });
  });
});
