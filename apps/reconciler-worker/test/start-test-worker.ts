import { loadConfig, makeLogger } from '@recordings/service';
import {
  type LogLine,
  makeLogSink,
  metricSum,
  runService,
  type ServiceProcess,
  waitUntil,
} from '@recordings/test-kit';
import { Config } from '../src/config.ts';
import { startReconcilerWorker } from '../src/start-reconciler-worker.ts';
import type { Environment } from './environment.ts';

export type TestWorker = {
  readonly monitoringUrl: string;
  /** Every line of its log. */
  readonly lines: readonly string[];
  logged(event: string): LogLine[];
  /** Sum of the series of a metric whose labels contain all of these texts. */
  metric(name: string, ...labels: readonly string[]): Promise<number>;
  /** Resolves when the service has counted this many messages of a queue with that outcome. */
  settled(queue: string, outcome: 'ack' | 'postpone' | 'dead-letter', count: number): Promise<void>;
  stop(): Promise<void>;
};

const started: TestWorker[] = [];

/** Starts the whole service in this process, on a free port. */
export const startTestWorker = async (
  { variables, aws }: Environment,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestWorker> => {
  Object.assign(process.env, aws.environment);
  delete process.env['AWS_PROFILE']; // The SDK prefers it to keys.
  const { lines, logged, write } = makeLogSink();
  const log = makeLogger({ service: 'reconciler-worker', level: 'info' }, { write });
  const stopping = new AbortController();
  const config = loadConfig(Config, { ...variables, ...settings });
  const running = await startReconcilerWorker(config, log, stopping.signal);
  const { monitoringUrl } = logged('listening')[0] as { monitoringUrl: string };
  const metric: TestWorker['metric'] = async (name, ...labels) =>
    metricSum(await (await fetch(`${monitoringUrl}/metrics`)).text(), name, ...labels);
  let stopped: Promise<void> | undefined;
  const worker: TestWorker = {
    monitoringUrl,
    lines,
    logged,
    metric,
    settled: (queue, outcome, count) =>
      waitUntil(
        `${count} messages of ${queue} ended with ${outcome}`,
        async () => (await metric('messages_total', `queue="${queue}"`, `outcome="${outcome}"`)) >= count,
      ),
    stop: () => {
      stopping.abort();
      return (stopped ??= running.stop());
    },
  };
  started.push(worker);
  return worker;
};

/** Stops every worker that a test has not stopped. */
export const stopWorkers = async (): Promise<void> => {
  await Promise.all(started.splice(0).map((worker) => worker.stop()));
};

/** Starts the service as a process of its own. */
export const runWorker = (env: Readonly<Record<string, string>>): ServiceProcess =>
  runService(new URL('../src/main.ts', import.meta.url), env);
