import { shifted } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { metricSum } from '@recordings/test-kit';
import { type Environment, startEmulators } from './environment.ts';
import { clock, putPending, startService, stopServices } from './start-service.ts';

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

describe('the service', () => {
  it('is ready when its table answers, and has every metric that the requirement documents name', async () => {
    await putPending(environment, 'call');
    const { monitoringUrl, execute } = await start();
    expect((await fetch(`${monitoringUrl}/health/ready`)).status).toBe(200);
    const before = Date.now() / 1000;
    await execute();
    const metrics = await (await fetch(`${monitoringUrl}/metrics`)).text();
    const named = {
      gauge: ['calls_pending_total'],
      counter: [
        'calls_queried_total',
        'events_published_total',
        'payloads_sent_total',
        'call_ids_shared_total',
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
        'reconciliation_age_hours',
      ],
    };
    for (const [type, names] of Object.entries(named)) {
      for (const name of names) expect(metrics).toContain(`# TYPE ${name} ${type}`);
    }
    for (const name of named.histogram) {
      const count = metricSum(metrics, `${name}_count`);
      // Each shard of the index takes a query.
      expect([name, name === 'query_duration_ms' ? count > 1 : count]).toEqual([
        name,
        name === 'query_duration_ms' || 1,
      ]);
    }
    expect(metricSum(metrics, 'executions_total', 'outcome="completed"')).toBe(1);
    expect(metricSum(metrics, 'last_success_timestamp_seconds')).toBeGreaterThanOrEqual(before);
    expect(metricSum(metrics, 'dynamodb_errors_total')).toBe(0);
  });

  describe('counts apart, in its metrics, an execution', () => {
    const figuresAfter = async (settings: Record<string, string>, query = '') => {
      const { monitoringUrl, execute } = await start(settings);
      const { status } = await execute(query);
      const metrics = await (await fetch(`${monitoringUrl}/metrics`)).text();
      const outcomes = ['completed', 'planned', 'busy', 'failed'].filter(
        (outcome) => metricSum(metrics, 'executions_total', `"${outcome}"`) > 0,
      );
      const sum = (name: string): number => metricSum(metrics, name);
      return { status, outcomes, sum };
    };

    it('that could not publish', async () => {
      await putPending(environment, 'call');
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

    it('that found the claim of another pooler, which is no error of DynamoDB', async () => {
      const { coordination } = makeStores(
        environment.clients.dynamodb,
        environment.prefix,
        async () => undefined,
      );
      await coordination.claim('pooler-execution', 'another', clock(), shifted(clock(), 60_000));
      const { status, outcomes, sum } = await figuresAfter({});
      expect([status, outcomes]).toEqual([409, ['busy']]);
      expect(sum('dynamodb_errors_total')).toBe(0);
    });
  });
});
