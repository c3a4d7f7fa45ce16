import { type Timestamp, timestampOf } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import { loadConfig, makeLogger, type Running } from '@recordings/service';
import { Config } from '../src/config.ts';
import { startPooler } from '../src/start-pooler.ts';
import { ended, keyOf, minutesBefore } from './calls.ts';
import type { Environment } from './environment.ts';
import { keys } from './test-keys.ts';

export const clock = (): Timestamp => timestampOf(Date.now());

const services: { readonly running: Running; readonly stopping: AbortController }[] = [];

/** Starts the whole service on a free port; `stopServices` ends it. */
export const startService = async (environment: Environment, settings: Record<string, string> = {}) => {
  Object.assign(process.env, environment.aws.environment);
  delete process.env['AWS_PROFILE']; // The SDK prefers it to keys.
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const log = makeLogger({ service: 'pooler', level: 'info' }, { write });
  const config = loadConfig(Config, { ...environment.variables, SCHEDULER_ENABLED: 'false', ...settings });
  const stopping = new AbortController();
  const running = await startPooler(config, log, stopping.signal);
  services.push({ running, stopping });
  const { url, monitoringUrl } = lines.find(({ event }) => event === 'listening') as {
    url: string;
    monitoringUrl: string;
  };
  return {
    url,
    monitoringUrl,
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

export const stopServices = async (): Promise<void> => {
  for (const { running, stopping } of services.splice(0)) {
    stopping.abort();
    await running.stop();
  }
};

/** Writes a call that is a candidate by the real clock. */
export const putPending = async ({ clients, prefix }: Environment, callId: string): Promise<void> => {
  const { calls } = makeStores(clients.dynamodb, prefix, async () => undefined);
  const key = keyOf(callId);
  await calls.change(key, ended({ key, startedAt: minutesBefore(60, clock()) }));
};
