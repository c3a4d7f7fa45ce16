import { makeMetrics } from './make-metrics.ts';

describe('makeMetrics', () => {
  it('keeps the same name in two registries apart', async () => {
    const [first, second] = [makeMetrics('a'), makeMetrics('b')];
    first.counter('calls_total', 'Calls').inc(2);
    second.counter('calls_total', 'Calls').inc(5);
    expect(await first.exposition()).toContain('calls_total{service="a"} 2');
    expect(await second.exposition()).toContain('calls_total{service="b"} 5');
  });

  it('serves counters, gauges and histograms with labels, and the process’s own metrics', async () => {
    const metrics = makeMetrics('pooler');
    metrics.counter('runs_total', 'Runs', ['result']).inc({ result: 'ok' });
    metrics.gauge('backlog', 'Calls pending').set(7);
    metrics.histogram('run_seconds', 'Length of a run', ['tenant'], [1, 60]).observe({ tenant: 't' }, 30);
    const text = await metrics.exposition();
    expect(text).toContain('runs_total{result="ok",service="pooler"} 1');
    expect(text).toContain('backlog{service="pooler"} 7');
    expect(text).toMatch(/run_seconds_bucket\{.*le="1".*\} 0/);
    expect(text).toMatch(/run_seconds_bucket\{.*le="60".*\} 1/);
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('refuses a name that is taken', () => {
    const metrics = makeMetrics('pooler');
    metrics.gauge('backlog', 'Calls pending');
    expect(() => metrics.gauge('backlog', 'again')).toThrow(/already been registered/);
  });
});
