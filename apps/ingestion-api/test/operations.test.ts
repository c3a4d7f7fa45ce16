import { small } from './audio.ts';
import { cdrEnd, cdrStart } from './call-events.ts';
import { pushForm, pushRaw } from './push.ts';
import { readMetric } from './read-metric.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

describe('health and metrics', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const metric = async (series: string): Promise<number> => {
    const text = await (await fetch(`${api.monitoringUrl}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return Number(line?.split(' ').at(-1) ?? 0);
  };

  it.each(['/health/live', '/health/ready', '/metrics'])(
    'answers %s without a key on its own port, and with 404 on the port of the API',
    async (path) => {
      expect((await fetch(`${api.monitoringUrl}${path}`)).status).toBe(200);
      expect((await api.send(path)).status).toBe(404);
    },
  );

  it.each([
    ['POST', '/v1/events'],
    ['POST', '/v1/recordings'],
    ['PUT', '/v1/recordings/acme/call'],
    ['GET', '/v1/calls/acme/call'],
  ])('answers %s %s on the port of health and metrics with 404', async (method, path) => {
    const headers = { 'x-api-key': keys.push, 'content-type': 'application/json' };
    const answer = await fetch(`${api.monitoringUrl}${path}`, {
      method,
      headers,
      ...(method !== 'GET' && { body: JSON.stringify(cdrEnd('call')) }),
    });
    expect(answer.status).toBe(404);
    expect((await api.send(path, { method, headers })).status).not.toBe(404);
  });

  it('counts events, recordings and unregistered groups', async () => {
    await api.postEvents([cdrEnd('m'), cdrEnd('m')]);
    await api.postEvents('no JSON');
    await pushForm(api, 'm', small);
    await pushRaw(api, 'm', small);
    await pushRaw(api, 'm', small.subarray(0, 9_001));
    await pushRaw(api, 'stray', small, { groupId: 'Nobody_EN' });

    const service = 'service="ingestion-api"';
    const events = (type: string, result: string) =>
      metric(`cdr_events_total{type="${type}",result="${result}",${service}}`);
    expect(await events('CDR_END', 'changed')).toBe(1);
    expect(await events('CDR_END', 'unchanged')).toBe(1);
    expect(await events('unreadable', 'quarantined')).toBe(1);
    const recordings = (result: string, reason = '') =>
      metric(`recordings_received_total{result="${result}",reason="${reason}",${service}}`);
    expect(await recordings('stored')).toBe(2);
    expect(await recordings('stored before')).toBe(1);
    expect(await recordings('quarantined', 'TRUNCATED')).toBe(1);
    expect(await metric(`unknown_group_total{${service}}`)).toBe(1);
    expect(await metric(`unassigned_line_of_business_total{${service}}`)).toBe(1);
  });

  it('measures bytes, requests to AWS, and the time from the end of a call to its recording', async () => {
    const lag = () => ['push_lag_seconds_count', 'push_lag_seconds_sum'].map((name) => readMetric(api, name));
    const endedMs = Date.now() - 90_000;
    const before = await Promise.all(lag());
    await api.postEvents({ ...cdrEnd('lag'), timestamp: new Date(endedMs).toISOString() });
    await pushRaw(api, 'lag', small);
    const sum = (name: string, ...labels: string[]): Promise<number> => readMetric(api, name, ...labels);
    const route = 'route="/v1/recordings/:tenantId/:callId"';
    expect(await sum('http_received_bytes_total', route)).toBeGreaterThan(small.length);
    expect(await sum('http_request_duration_seconds_count', route)).toBeGreaterThan(0);
    for (const [service, operation] of [
      ['s3', 'PutObject'],
      ['dynamodb', 'PutItem'],
      ['sns', 'PublishBatch'],
    ]) {
      const labels = [`service="${service}"`, `operation="${operation}"`];
      expect([operation, await sum('aws_request_duration_seconds_count', ...labels)]).not.toEqual([
        operation,
        0,
      ]);
    }
    expect(await sum('aws_request_errors_total')).toBe(0);
    const [count, seconds] = await Promise.all(lag());
    expect(count! - before[0]!).toBe(1);
    expect(seconds! - before[1]!).toBeGreaterThanOrEqual(90);
    expect(seconds! - before[1]!).toBeLessThan(600);
  });

  it('counts each call without audio once, by reason', async () => {
    const chat = { ...cdrEnd('chat'), channel: 'chat' };
    await api.postEvents([chat, { ...cdrStart('phone'), channel: 'phone' }]);
    await api.postEvents([chat, { ...cdrEnd('test'), test: true }]);
    const explained = (reason: string) =>
      metric(`calls_explained_total{reason="${reason}",service="ingestion-api"}`);
    expect(await explained('channel')).toBe(1);
    expect(await explained('test')).toBe(1);
    expect((await api.call('phone'))?.reconciliationStatus).toBe('pending');
  });

  it('answers an unknown path with 404, and an unknown method of a path with 405', async () => {
    expect((await api.send('/v1/nothing')).status).toBe(404);
    expect((await api.send('/v1/events')).status).toBe(405);
  });
});

describe('KEEP_ALIVE_SECONDS', () => {
  it('is how long an idle connection stays open', async () => {
    const api = await startTestApi({ KEEP_ALIVE_SECONDS: '3720' });
    const answer = await api.send('/v1/calls/acme/none', { key: keys.console });
    expect(answer.headers.get('keep-alive')).toBe('timeout=3720');
    await api.stop();
  });
});
