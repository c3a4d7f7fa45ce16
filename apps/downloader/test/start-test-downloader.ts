import { loadConfig, makeLogger } from '@recordings/service';
import { makeLogSink, metricSum, waitUntil } from '@recordings/test-kit';
import { Config } from '../src/config.ts';
import { startDownloader } from '../src/start-downloader.ts';
import type { Environment } from './environment.ts';

export type TestDownloader = {
  /** Everything it logged, as it was written. */
  readonly lines: readonly string[];
  /** Log lines with this event. */
  logged(event: string): Record<string, unknown>[];
  /** Resolves when so many messages have come to that end, by the service's own count. */
  settled(outcome: 'ack' | 'retry' | 'postpone' | 'dead-letter', count: number): Promise<void>;
  /** Sum of the series of a metric whose labels hold all of these texts. */
  metric(name: string, ...labels: readonly string[]): Promise<number>;
  stop(): Promise<void>;
};

const started: TestDownloader[] = [];

/** The whole service on a port of its own. */
export const startTestDownloader = async (
  { variables, aws }: Environment,
  settings: Readonly<Record<string, string>> = {},
): Promise<TestDownloader> => {
  Object.assign(process.env, aws.environment);
  delete process.env['AWS_PROFILE']; // The SDK prefers it to keys.
  const sink = makeLogSink();
  const log = makeLogger({ service: 'downloader', level: 'info' }, sink);
  const running = await startDownloader(loadConfig(Config, { ...variables, ...settings }), log);
  const { lines, logged } = sink;
  const { monitoringUrl } = logged('listening')[0] as { monitoringUrl: string };
  const metric: TestDownloader['metric'] = async (name, ...labels) =>
    metricSum(await (await fetch(`${monitoringUrl}/metrics`)).text(), name, ...labels);
  let stopped: Promise<void> | undefined;
  const downloader: TestDownloader = {
    lines,
    logged,
    metric,
    settled: (outcome, count) =>
      waitUntil(
        `${count} messages ended with ${outcome}`,
        async () => (await metric('messages_total', `outcome="${outcome}"`)) >= count,
      ),
    stop: () => (stopped ??= running.stop()),
  };
  started.push(downloader);
  return downloader;
};

/** Stops all that a test has started and not stopped. */
export const stopDownloaders = async (): Promise<void> => {
  await Promise.all(started.splice(0).map((downloader) => downloader.stop()));
};
