import { jest } from '@jest/globals';
import { makeLogger } from '../make-logger.ts';
import { makeMetrics } from '../make-metrics.ts';
import { startMetricExport } from './start-metric-export.ts';

const AT = Date.UTC(2026, 0, 15);

type EmfLine = {
  readonly event: string;
  readonly Stage: string;
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly [name: string]: unknown;
};

const setUp = (everyS = 60, level = 'info') => {
  const written: string[] = [];
  const metrics = makeMetrics('downloader');
  const log = makeLogger({ service: 'downloader', level }, { write: (line) => void written.push(line) });
  const startExport = () => startMetricExport({ metrics, log, everyS, stage: 'dev', now: () => AT });
  return { metrics, startExport, lines: () => written.map((line) => JSON.parse(line) as EmfLine) };
};

const nothing = async (): Promise<void> => undefined;
const untilExported = async (lines: () => unknown[], count: number): Promise<void> => {
  while (lines().length < count) await new Promise(setImmediate);
};

describe('the export of metrics', () => {
  it('writes one line in the embedded metric format, with the stage as the only dimension', async () => {
    const { metrics, startExport, lines } = setUp();
    metrics
      .counter('downloads_total', 'h', ['result', 'reason'])
      .inc({ result: 'stored', reason: 'STORED' }, 2);
    metrics.counter('not_in_the_table_total', 'h', ['callId']).inc({ callId: 'call-4711' });
    await startExport().stopAfter(nothing);
    expect(lines()).toHaveLength(1);
    const { _aws, ...line } = lines()[0]!;
    expect(_aws.Timestamp).toBe(AT);
    const [directive, ...more] = _aws.CloudWatchMetrics;
    expect(more).toEqual([]);
    expect(directive).toMatchObject({ Namespace: 'Recordings', Dimensions: [['Stage']] });
    expect(line).toMatchObject({ event: 'metrics', Stage: 'dev', 'downloads_total.stored': 2 });
    // CloudWatch refuses a metric whose member is missing or no number.
    for (const { Name } of directive!.Metrics) expect([Name, line[Name]]).toEqual([Name, expect.any(Number)]);
    expect(JSON.stringify(lines())).not.toMatch(/call-4711|not_in_the_table|STORED/);
  });

  it('gives a histogram as sum and count', async () => {
    const { metrics, startExport, lines } = setUp();
    const seconds = metrics.histogram('ocp_latency_seconds', 'h', ['operation'], [1]);
    seconds.observe({ operation: 'poll' }, 2);
    seconds.observe({ operation: 'download' }, 3);
    await startExport().stopAfter(nothing);
    expect(lines()[0]).toMatchObject({ ocp_latency_seconds_sum: 5, ocp_latency_seconds_count: 2 });
  });

  it('says 0 of a counter that did not grow, and says nothing of a gauge without a value', async () => {
    const { metrics, startExport, lines } = setUp();
    metrics.counter('calls_given_up_total', 'h', ['code']);
    metrics.gauge('calls_pending_total', 'h', ['class']);
    await startExport().stopAfter(nothing);
    expect(lines()[0]).toMatchObject({ calls_given_up_total: 0 });
    expect(JSON.stringify(lines())).not.toContain('calls_pending_total');
  });

  it('exports again and again, and after the work of a stop what that counted', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    try {
      const { metrics, startExport, lines } = setUp(60);
      const failed = metrics.counter('calls_failed_total', 'h', ['code']);
      const running = startExport();
      failed.inc({ code: 'A' }, 3);
      jest.advanceTimersByTime(60_000);
      await untilExported(lines, 1);
      failed.inc({ code: 'A' });
      failed.inc({ code: 'B' });
      jest.advanceTimersByTime(60_000);
      await untilExported(lines, 2);
      await running.stopAfter(async () => failed.inc({ code: 'C' }));
      jest.advanceTimersByTime(600_000);
      expect(lines().map((line) => line['calls_failed_total'])).toEqual([3, 2, 1]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('exports what failed work counted, and throws its error', async () => {
    const { metrics, startExport, lines } = setUp();
    const failed = metrics.counter('calls_failed_total', 'h');
    const work = async (): Promise<void> => {
      failed.inc();
      throw new Error('no table');
    };
    await expect(startExport().stopAfter(work)).rejects.toThrow('no table');
    expect(lines()[0]).toMatchObject({ calls_failed_total: 1 });
  });

  it('writes metrics when the log shows errors only', async () => {
    const { metrics, startExport, lines } = setUp(60, 'error');
    metrics.counter('calls_failed_total', 'h');
    await startExport().stopAfter(nothing);
    expect(lines()).toHaveLength(1);
  });

  it('never writes if the interval is 0', async () => {
    const { metrics, startExport, lines } = setUp(0);
    metrics.counter('calls_failed_total', 'h').inc();
    await startExport().stopAfter(nothing);
    expect(lines()).toEqual([]);
  });
});
