import Fastify from 'fastify';
import {
  makeLogger,
  makeMetrics,
  makeOperationsServer,
  pollCheck,
  registerOperations,
} from '../src/index.ts';
import type { ReadyCheck } from '../src/register-operations.ts';

const servers: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const serve = async (ready: () => Promise<Record<string, ReadyCheck>>) => {
  const lines: string[] = [];
  const log = makeLogger({ service: 'pooler', level: 'info' }, { write: (line) => void lines.push(line) });
  const metrics = makeMetrics('pooler');
  metrics.counter('runs_total', 'Runs').inc();
  const server = makeOperationsServer({ host: '127.0.0.1', port: 0, metrics, ready, log });
  const url = await server.start();
  servers.push(server);
  return { url, lines, server };
};

describe('makeOperationsServer', () => {
  it('answers live, ready and metrics over HTTP, and does not log probes', async () => {
    const { url, lines, server } = await serve(async () => ({ table: true }));
    const live = await fetch(`${url}/health/live`);
    const ready = await fetch(`${url}/health/ready`);
    const metrics = await fetch(`${url}/metrics`);
    expect([live.status, ready.status, metrics.status]).toEqual([200, 200, 200]);
    expect(await ready.json()).toEqual({ status: 'ready', checks: { table: true } });
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await metrics.text()).toContain('runs_total{service="pooler"} 1');
    expect(lines.join('')).not.toContain('/health');
    await server.stop();
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
});

describe('registerOperations', () => {
  it('puts the same routes on an app that has others', async () => {
    const app = Fastify();
    app.get('/v1', () => 'mine');
    registerOperations(app, { metrics: makeMetrics('api'), ready: async () => ({ bucket: false }) });
    expect((await app.inject('/v1')).body).toBe('mine');
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    expect((await app.inject('/health/ready')).statusCode).toBe(503);
    expect((await app.inject('/metrics')).body).toContain('service="api"');
  });
});
