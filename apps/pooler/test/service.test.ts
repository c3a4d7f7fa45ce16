import { makeStores } from '@recordings/call-store';
import { loadConfig, makeLogger, type Running } from '@recordings/service';
import { shifted, type Timestamp, timestampOf } from '@recordings/call-record';
import { metricSum, waitUntil } from '@recordings/test-kit';
import { Config } from '../src/config.ts';
import type { Execution } from '../src/execute.ts';
import { startPooler } from '../src/start-pooler.ts';
import { ended, keyOf, minutesBefore, SHARD_COUNT } from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { keys } from './test-keys.ts';

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
const services: { running: Running; stopping: AbortController }[] = [];
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());
beforeEach(async () => {
  environment = await emulators.makeEnvironment();
});
afterEach(async () => {
  for (const { running, stopping } of services.splice(0)) {
    stopping.abort();
    await running.stop();
  }
});

const clock = (): Timestamp => timestampOf(Date.now());

/** The whole service on a port of its own. */
const start = async (settings: Record<string, string> = {}) => {
  Object.assign(process.env, environment.aws.environment);
  delete process.env['AWS_PROFILE']; // The SDK prefers it to keys.
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const log = makeLogger({ service: 'pooler', level: 'info' }, { write });
  const config = loadConfig(Config, { ...environment.variables, SCHEDULER_ENABLED: 'false', ...settings });
  const stopping = new AbortController();
  const running = await startPooler(config, log, stopping.signal);
  services.push({ running, stopping });
  const { url } = lines.find(({ event }) => event === 'listening') as { url: string };
  return {
    url,
    lines,
    running,
    stopping,
    execute: (query = '', key: string | undefined = keys.operator): Promise<Response> =>
      fetch(`${url}/v1/executions${query}`, {
        method: 'POST',
        headers: key === undefined ? {} : { 'x-api-key': key },
      }),
  };
};

const putPending = async (callId: string): Promise<void> => {
  const { calls } = makeStores(environment.clients.dynamodb, environment.prefix);
  const key = keyOf(callId);
  await calls.change(key, ended({ key, startedAt: minutesBefore(60, clock()) }));
};

describe('POST /v1/executions', () => {
  it('runs an execution and answers with its figures', async () => {
    await putPending('call');
    const { execute } = await start();
    const response = await execute();
    expect(response.status).toBe(200);
    expect((await response.json()) as Execution).toMatchObject({
      totalCallsQueried: 1,
      totalEventsPublished: 1,
      isDryRun: false,
    });
    expect(await environment.published()).toHaveLength(1);
  });

  it('plans only, if asked to, and always if the service is configured so', async () => {
    await putPending('call');
    const { execute } = await start();
    expect(await (await execute('?dryRun=true')).json()).toMatchObject({
      isDryRun: true,
      totalWindowsCreated: 1,
    });
    const planner = await start({ ENABLE_DRY_RUN: 'true' });
    expect(await (await planner.execute('?dryRun=false')).json()).toMatchObject({ isDryRun: true });
    expect(await environment.published()).toEqual([]);
  });

  it.each(['?dryRun=1', '?dryRun=TRUE', '?dryRun=', '?dryRun', '?dryRun=true&dryRun=false'])(
    'refuses %s, which could be meant as a dry run',
    async (query) => {
      await putPending('call');
      const { execute } = await start();
      const response = await execute(query);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'QUERY_INVALID' });
      expect(await environment.published()).toEqual([]);
    },
  );

  it.each([
    ['no key', undefined, 401, 'UNAUTHENTICATED'],
    ['a key that nobody has', 'guess', 401, 'UNAUTHENTICATED'],
    ['a key without the scope', keys.reader, 403, 'SCOPE_MISSING'],
  ])('refuses %s', async (_, key, status, code) => {
    await putPending('call');
    const { url } = await start();
    const headers: Record<string, string> = key === undefined ? {} : { 'x-api-key': key };
    const response = await fetch(`${url}/v1/executions`, { method: 'POST', headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
    expect(await environment.published()).toEqual([]);
  });

  it('answers 409 while another pooler executes', async () => {
    await putPending('call');
    const { coordination } = makeStores(environment.clients.dynamodb, environment.prefix);
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
    'finds calls that were written over other shards than the %s of now',
    async (shards) => {
      const callIds = Array.from({ length: 8 }, (_, n) => `call-${n}`);
      for (const callId of callIds) await putPending(callId);
      const { calls } = makeStores(environment.clients.dynamodb, environment.prefix);
      const records = await Promise.all(callIds.map((callId) => calls.get(keyOf(callId))));
      expect(new Set(records.map((record) => record?.reconciliationShard)).size).toBe(SHARD_COUNT);
      const { execute } = await start({ RECONCILIATION_SHARDS: shards });
      expect(await (await execute()).json()).toMatchObject({ totalCallsQueried: 8, totalEventsPublished: 1 });
    },
  );

  it('lets one of two that come together run', async () => {
    // So much to do that the first is at work when the second comes.
    for (let n = 0; n < 20; n += 1) await putPending(`call-${n}`);
    const { execute } = await start();
    const statuses = (await Promise.all([execute(), execute()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409]);
  });
});

describe('the service', () => {
  it('executes by its cron', async () => {
    await putPending('call');
    const { lines } = await start({ SCHEDULER_ENABLED: 'true', CRON_EXPRESSION: '* * * * * *' });
    await waitUntil('an execution has published', () =>
      lines.some(
        (line) => line['event'] === 'pooler_execution_completed' && line['totalEventsPublished'] === 1,
      ),
    );
    expect(await environment.published()).toHaveLength(1);
  });

  it('tells of an execution by cron that failed, and goes on', async () => {
    await putPending('call');
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

  it('tells of an execution on demand that failed', async () => {
    await putPending('call');
    const gone = `${environment.topicArns.reconciliationEvents}-gone`;
    const { execute, lines } = await start({ RECONCILIATION_TOPIC_ARN: gone });
    expect((await execute()).status).toBe(500);
    expect(lines.filter(({ event }) => event === 'pooler_execution_failed')).toMatchObject([
      { level: 'error', err: { code: 'TOPIC_UNUSABLE' } },
    ]);
  });

  it('finishes the execution under way before it stops, and answers whoever asked for it', async () => {
    for (let n = 0; n < 20; n += 1) await putPending(`call-${n}`);
    const { execute, running, stopping } = await start();
    const answer = execute();
    const { coordination } = makeStores(environment.clients.dynamodb, environment.prefix);
    // A claim that ended long ago keeps nobody out.
    const isFree = (): Promise<boolean> =>
      coordination.claim('pooler-execution', 'test', clock(), timestampOf(0));
    await waitUntil('it executes', async () => !(await isFree()));
    stopping.abort();
    await running.stop();
    services.pop();
    const response = await answer;
    expect(response.status).toBe(200);
    const { totalEventsPublished } = (await response.json()) as Execution;
    expect(await environment.published()).toHaveLength(totalEventsPublished);
    expect(await isFree()).toBe(true);
  });

  it('is ready when its table answers, and shows every metric that the requirement documents name', async () => {
    await putPending('call');
    const { url, execute } = await start();
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const before = Date.now() / 1000;
    await execute();
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const named = {
      gauge: ['calls_pending_total'],
      counter: [
        'calls_queried_total',
        'events_published_total',
        'events_publish_failed_total',
        'windows_created_total',
        'sns_publish_errors_total',
        'dynamodb_errors_total',
      ],
      histogram: [
        'execution_duration_seconds',
        'query_duration_ms',
        'sns_publish_latency_ms',
        'calls_per_window',
        'reconciliation_backlog_age_hours',
      ],
    };
    for (const [type, names] of Object.entries(named)) {
      for (const name of names) expect(metrics).toContain(`# TYPE ${name} ${type}`);
    }
    for (const name of named.histogram)
      expect([name, metricSum(metrics, `${name}_count`)]).toEqual([name, 1]);
    expect(metricSum(metrics, 'executions_total', 'outcome="completed"')).toBe(1);
    expect(metricSum(metrics, 'last_success_timestamp_seconds')).toBeGreaterThanOrEqual(before);
    expect(metricSum(metrics, 'dynamodb_errors_total')).toBe(0);
  });

  describe('in its metrics tells apart an execution', () => {
    const figuresAfter = async (settings: Record<string, string>, query = '') => {
      const { url, execute } = await start(settings);
      const { status } = await execute(query);
      const metrics = await (await fetch(`${url}/metrics`)).text();
      const outcomes = ['completed', 'planned', 'busy', 'failed'].filter(
        (outcome) => metricSum(metrics, 'executions_total', `"${outcome}"`) > 0,
      );
      const sum = (name: string): number => metricSum(metrics, name);
      return { status, outcomes, sum };
    };

    it('that could not publish', async () => {
      await putPending('call');
      const gone = `${environment.topicArns.reconciliationEvents}-gone`;
      const { status, outcomes, sum } = await figuresAfter({ RECONCILIATION_TOPIC_ARN: gone });
      expect([status, outcomes]).toEqual([500, ['failed']]);
      expect(sum('sns_publish_errors_total')).toBe(1);
      expect(sum('execution_duration_seconds_count')).toBe(1);
      expect(sum('last_success_timestamp_seconds')).toBe(0);
    });

    it('that could not reach its tables', async () => {
      const { status, outcomes, sum } = await figuresAfter({ RESOURCE_PREFIX: 'nowhere' });
      expect([status, outcomes]).toEqual([500, ['failed']]);
      expect(sum('dynamodb_errors_total')).toBeGreaterThan(0);
      expect(sum('last_success_timestamp_seconds')).toBe(0);
    });

    it('that only planned', async () => {
      const { status, outcomes, sum } = await figuresAfter({}, '?dryRun=true');
      expect([status, outcomes]).toEqual([200, ['planned']]);
      expect(sum('last_success_timestamp_seconds')).toBe(0);
    });

    it('that another pooler kept from starting, which is no error of DynamoDB', async () => {
      const { coordination } = makeStores(environment.clients.dynamodb, environment.prefix);
      await coordination.claim('pooler-execution', 'another', clock(), shifted(clock(), 60_000));
      const { status, outcomes, sum } = await figuresAfter({});
      expect([status, outcomes]).toEqual([409, ['busy']]);
      expect(sum('dynamodb_errors_total')).toBe(0);
    });
  });
});
