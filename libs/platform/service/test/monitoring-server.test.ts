import { makeLogger, makeMetrics, makeMonitoringServer, pollCheck } from '../src/index.ts';
import type { MonitoringServer } from '../src/make-monitoring-server.ts';
import type { ReadyCheck } from '../src/register-monitoring.ts';

const noWork = async (): Promise<void> => undefined;

const servers: MonitoringServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stopAfter(noWork);
});

const serve = async (ready: () => Promise<Record<string, ReadyCheck>>) => {
  const lines: string[] = [];
  const log = makeLogger({ service: 'pooler', level: 'info' }, { write: (line) => void lines.push(line) });
  const metrics = makeMetrics('pooler');
  metrics.counter('runs_total', 'Runs').inc();
  const server = makeMonitoringServer({ host: '127.0.0.1', port: 0, metrics, ready, log });
  const url = await server.start();
  servers.push(server);
  lines.splice(0); // Fastify says where it listens.
  return { url, lines, server };
};

describe('makeMonitoringServer', () => {
  it('answers live, ready and metrics over HTTP, and does not log probes', async () => {
    const { url, lines, server } = await serve(async () => ({ table: true }));
    const live = await fetch(`${url}/health/live`);
    const ready = await fetch(`${url}/health/ready`);
    const metrics = await fetch(`${url}/metrics`);
    expect([live.status, ready.status, metrics.status]).toEqual([200, 200, 200]);
    expect(await ready.json()).toEqual({ status: 'ready', checks: { table: true } });
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await metrics.text()).toContain('runs_total{service="pooler"} 1');
    expect(lines).toEqual([]);
    await server.stopAfter(noWork);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });

  it('answers 503 with the checks when one is false, and stays live', async () => {
    const { url } = await serve(async () => ({ table: true, queue: false }));
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'not_ready', checks: { table: true, queue: false } });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('answers 503 with the error of a queue that cannot be polled', async () => {
    const queues = {
      checks: pollCheck({ isPolling: true }),
      downloads: pollCheck({ isPolling: false, lastError: 'queue downloads: connect ECONNREFUSED' }),
      requests: pollCheck({ isPolling: false }),
    };
    const { url } = await serve(async () => queues);
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({
      status: 'not_ready',
      checks: { checks: true, downloads: false, requests: false },
      errors: {
        downloads: 'queue downloads: connect ECONNREFUSED',
        requests: 'the consumer does not run',
      },
    });
  });

  it('answers 503 and logs the error if the checks themselves fail, without showing it to the caller', async () => {
    const { url, lines } = await serve(() => Promise.reject(new Error('no route to table')));
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).not.toContain('no route');
    expect(lines.join('')).toMatch(
      /ready_check_failed.*no route to table|no route to table.*ready_check_failed/,
    );
  });

  it('is live but not ready while the service stops, and closes after the work has ended', async () => {
    const { url, server } = await serve(async () => ({ table: true }));
    let endWork = (): void => undefined;
    const stopped = server.stopAfter(() => new Promise<void>((resolve) => (endWork = resolve)));
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({
      status: 'not_ready',
      checks: { running: false },
      errors: { running: 'the service is stopping' },
    });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
    endWork();
    await stopped;
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });

  it('closes and throws if the work of the stop fails', async () => {
    const { url, server } = await serve(async () => ({}));
    const failing = server.stopAfter(() => Promise.reject(new Error('an upload broke')));
    await expect(failing).rejects.toThrow('an upload broke');
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });
});

describe('a check with a warning', () => {
  it('leaves the service ready, and is in the answer', async () => {
    const { url } = await serve(async () => ({ table: true, buckets: { warning: 'bucket-x: missing' } }));
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({
      status: 'ready',
      checks: { table: true, buckets: true },
      warnings: { buckets: 'bucket-x: missing' },
    });
  });
});
