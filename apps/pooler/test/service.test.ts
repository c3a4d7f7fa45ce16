import { shifted, timestampOf } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import type { Execution } from '@recordings/missing-calls';
import { waitUntil } from '@recordings/test-kit';
import { keyOf, SHARD_COUNT } from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { clock, putPending, startService, stopServices } from './start-service.ts';
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

const start = (settings?: Record<string, string>) => startService(environment, settings);

describe('POST /v1/executions', () => {
  it('runs an execution and answers with its figures', async () => {
    await putPending(environment, 'call');
    const { execute } = await start();
    const response = await execute();
    expect(response.status).toBe(200);
    expect((await response.json()) as Execution).toMatchObject({
      totalCallsFound: 1,
      totalEventsPublished: 1,
      isDryRun: false,
    });
    expect(await environment.published()).toHaveLength(1);
  });

  it('plans only, if asked to, and always if the service is configured so', async () => {
    await putPending(environment, 'call');
    const { execute } = await start();
    expect(await (await execute('?dryRun=true')).json()).toMatchObject({
      isDryRun: true,
      totalWindowsCreated: 1,
    });
    const planner = await start({ ENABLE_DRY_RUN: 'true' });
    expect(await (await planner.execute('?dryRun=false')).json()).toMatchObject({ isDryRun: true });
    expect(await environment.published()).toEqual([]);
  });

  it('answers a dry run with its plan, as tables to a client that wants text', async () => {
    await putPending(environment, 'call');
    const { url } = await start();
    const plan = (accept: string): Promise<Response> =>
      fetch(`${url}/v1/executions?dryRun=true`, {
        method: 'POST',
        headers: { 'x-api-key': keys.operator, accept },
      });
    expect(await (await plan('application/json')).json()).toMatchObject({
      plan: { groups: [{ groupId: 'Acme_EN', calls: 1, exportJobs: 1 }], ocpRequests: { download: 1 } },
    });
    const text = await plan('text/plain');
    expect(text.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await text.text()).toMatch(/^1 calls, 1 windows, 1 export jobs, /);
  });

  it.each(['?dryRun=1', '?dryRun=TRUE', '?dryRun=', '?dryRun', '?dryRun=true&dryRun=false'])(
    'refuses %s, because a dry run may be meant',
    async (query) => {
      await putPending(environment, 'call');
      const { execute } = await start();
      const response = await execute(query);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'QUERY_INVALID' });
      expect(await environment.published()).toEqual([]);
    },
  );

  it.each([
    ['no key', undefined, 401, 'UNAUTHENTICATED'],
    ['an unknown key', 'guess', 401, 'UNAUTHENTICATED'],
    ['a key without the scope', keys.reader, 403, 'SCOPE_MISSING'],
  ])('refuses %s', async (_, key, status, code) => {
    await putPending(environment, 'call');
    const { url } = await start();
    const headers: Record<string, string> = key === undefined ? {} : { 'x-api-key': key };
    const response = await fetch(`${url}/v1/executions`, { method: 'POST', headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
    expect(await environment.published()).toEqual([]);
  });

  it('answers 409 while another pooler executes', async () => {
    await putPending(environment, 'call');
    const { coordination } = makeStores(
      environment.clients.dynamodb,
      environment.prefix,
      async () => undefined,
    );
    const now = clock();
    await coordination.claim('pooler-execution', 'another', now, shifted(now, 60_000));
    const { execute } = await start();
    const response = await execute();
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: 'EXECUTION_RUNNING' });
    expect(await environment.published()).toEqual([]);

    await coordination.release('pooler-execution', 'another', clock());
    expect((await execute()).status).toBe(200);
  });

  it.each(['1', '2', '64'])(
    'finds calls that were written to other shards than today’s %s',
    async (shards) => {
      const callIds = Array.from({ length: 8 }, (_, n) => `call-${n}`);
      for (const callId of callIds) await putPending(environment, callId);
      const { calls } = makeStores(environment.clients.dynamodb, environment.prefix, async () => undefined);
      const records = await Promise.all(callIds.map((callId) => calls.get(keyOf(callId))));
      expect(new Set(records.map((record) => record?.reconciliationShard)).size).toBe(SHARD_COUNT);
      const { execute } = await start({ RECONCILIATION_SHARDS: shards });
      expect(await (await execute()).json()).toMatchObject({ totalCallsFound: 8, totalEventsPublished: 1 });
    },
  );

  it('runs one of two executions that are asked for together', async () => {
    // With this many windows, the first execution still runs when the second request comes.
    for (let n = 0; n < 20; n += 1) await putPending(environment, `call-${n}`);
    const { execute } = await start();
    const statuses = (await Promise.all([execute(), execute()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409]);
  });
});

describe('the service', () => {
  it('answers health and metrics on a port of their own', async () => {
    const { url, monitoringUrl } = await start();
    const headers = { 'x-api-key': keys.operator };
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      expect([path, (await fetch(`${monitoringUrl}${path}`)).status]).toEqual([path, 200]);
      expect([path, (await fetch(`${url}${path}`, { headers })).status]).toEqual([path, 404]);
    }
    const execution = await fetch(`${monitoringUrl}/v1/executions`, { method: 'POST', headers });
    expect(execution.status).toBe(404);
  });

  it('executes by its cron', async () => {
    await putPending(environment, 'call');
    const { lines } = await start({ SCHEDULER_ENABLED: 'true', CRON_EXPRESSION: '* * * * * *' });
    await waitUntil('an execution has published', () =>
      lines.some(
        (line) => line['event'] === 'pooler_execution_completed' && line['totalEventsPublished'] === 1,
      ),
    );
    expect(await environment.published()).toHaveLength(1);
  });

  it('logs an execution by cron that failed, and starts the next one', async () => {
    await putPending(environment, 'call');
    const { lines } = await start({
      SCHEDULER_ENABLED: 'true',
      CRON_EXPRESSION: '* * * * * *',
      STALE_MINUTES: '0',
      RECONCILIATION_TOPIC_ARN: `${environment.topicArns.reconciliationEvents}-gone`,
    });
    const failures = () => lines.filter(({ event }) => event === 'pooler_execution_failed');
    await waitUntil('two executions have failed', () => failures().length >= 2);
    expect(failures()[0]).toMatchObject({ level: 'error', err: { code: 'TOPIC_UNUSABLE' } });
  });

  it('logs an execution on demand that failed', async () => {
    await putPending(environment, 'call');
    const gone = `${environment.topicArns.reconciliationEvents}-gone`;
    const { execute, lines } = await start({ RECONCILIATION_TOPIC_ARN: gone });
    expect((await execute()).status).toBe(500);
    expect(lines.filter(({ event }) => event === 'pooler_execution_failed')).toMatchObject([
      { level: 'error', err: { code: 'TOPIC_UNUSABLE' } },
    ]);
  });

  it('ends the running execution before it stops, and answers its request', async () => {
    for (let n = 0; n < 20; n += 1) await putPending(environment, `call-${n}`);
    const { execute, running, stopping } = await start();
    const answer = execute();
    const { coordination } = makeStores(
      environment.clients.dynamodb,
      environment.prefix,
      async () => undefined,
    );
    // A claim that ended long ago blocks no other owner.
    const isFree = (): Promise<boolean> =>
      coordination.claim('pooler-execution', 'test', clock(), timestampOf(0));
    await waitUntil('it executes', async () => !(await isFree()));
    stopping.abort();
    await running.stop();
    const response = await answer;
    expect(response.status).toBe(200);
    const { totalEventsPublished } = (await response.json()) as Execution;
    expect(await environment.published()).toHaveLength(totalEventsPublished);
    expect(await isFree()).toBe(true);
  });
});

describe('an error', () => {
  const CANARY = 'canary-15550100123';

  it.each([
    ['POST', '/v1/executions', 400, 'QUERY_INVALID'],
    ['GET', '/v1/executions', 400, 'QUERY_INVALID'],
    ['PUT', '/v1/executions', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/v1/nothing', 404, 'ROUTE_UNKNOWN'],
    ['POST', '/v1/rederivations', 400, 'QUERY_INVALID'],
    ['GET', '/v1/rederivations', 400, 'QUERY_INVALID'],
  ])(
    'of %s %s is a problem without the query, which is not logged either',
    async (method, path, status, code) => {
      const { url, monitoringUrl, lines } = await start({ LOG_LEVEL: 'trace' });
      for (const query of [`?ani=${CANARY}`, `?dryRun=${CANARY}`, `?tenantId=${CANARY}&groupId=${CANARY}`]) {
        const answer = await fetch(`${url}${path}${query}`, {
          method,
          headers: { 'x-api-key': keys.operator },
        });
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        const text = await answer.text();
        expect(text).not.toContain(CANARY);
        if (!query.startsWith('?tenantId')) expect(JSON.parse(text)).toMatchObject({ status, code });
        expect(await (await fetch(`${monitoringUrl}${path}${query}`)).text()).not.toContain(CANARY);
      }
      expect(lines.filter(({ event }) => event === 'request_refused').length).toBeGreaterThanOrEqual(6);
      expect(JSON.stringify(lines)).not.toContain(CANARY);
    },
  );
});
