import type { CallRecord } from '@recordings/call-record';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { loadConfig, makeLogger } from '@recordings/service';
import { type Buckets, writeRegistryFile } from '@recordings/test-kit';
import { Config } from '../src/config.ts';
import { startIngestionApi } from '../src/start-ingestion-api.ts';
import { lookAt } from './look-at.ts';
import { credentials, keys } from './test-keys.ts';
import { registryFile } from './test-registry.ts';

export type TestApi = Buckets & {
  readonly url: string;
  /** Of its health and metrics. */
  readonly monitoringUrl: string;
  readonly local: ProvisionedAws;
  /** Everything it logged, as it was written. */
  readonly logged: readonly string[];
  /** A request with the key of `push`, unless another is given. */
  send(path: string, init?: RequestInit & { readonly key?: string }): Promise<Response>;
  postEvents(
    body: string | Uint8Array<ArrayBuffer> | object,
    type?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** Acme's call, or one of an unregistered group, as the API shows it. */
  call(callId: string, tenantId?: string): Promise<CallRecord | undefined>;
  stop(): Promise<void>;
};

/** The environment of the service on these emulators. */
export const environmentOn = (local: ProvisionedAws, registryPath: string): Record<string, string> => ({
  ...local.aws.environment,
  LOG_LEVEL: 'debug',
  HOST: '127.0.0.1',
  PORT: '0',
  MONITORING_PORT: '0',
  RESOURCE_PREFIX: local.prefix,
  REGISTRY_FILE: registryPath,
  API_CREDENTIALS: JSON.stringify(credentials),
  RECORDING_EVENTS_TOPIC_ARN: local.topicArns.recordingEvents,
});

/** Emulators with the test's buckets, and the registry as a file. */
export const startSurroundings = async () => {
  const registry = await writeRegistryFile(registryFile);
  const local = await startProvisionedAws({ linesOfBusiness: ['sales', 'claims'] });
  const stop = async (): Promise<void> => {
    await local.stop();
    await registry.remove();
  };
  return { local, registryPath: registry.path, stop };
};

/** The whole API on embedded AWS and a port of its own. */
export const startTestApi = async (settings: Record<string, string> = {}): Promise<TestApi> => {
  const { local, registryPath, stop } = await startSurroundings();
  const environment = { ...environmentOn(local, registryPath), ...settings };
  Object.assign(process.env, local.aws.environment);
  delete process.env['AWS_PROFILE']; // The SDK prefers it to keys.

  const logged: string[] = [];
  const log = makeLogger(
    { service: 'ingestion-api', level: 'info' },
    { write: (line) => void logged.push(line) },
  );
  const running = await startIngestionApi(loadConfig(Config, environment), log).catch(
    async (error: unknown) => {
      await stop();
      throw error;
    },
  );
  const { url, monitoringUrl } = logged
    .map((line) => JSON.parse(line) as { event: string; url: string; monitoringUrl: string })
    .find(({ event }) => event === 'listening')!;

  const send: TestApi['send'] = (path, { key = keys.push, ...init } = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('x-api-key')) headers.set('x-api-key', key);
    return fetch(`${url}${path}`, { ...init, headers });
  };
  return {
    ...lookAt(local),
    url,
    monitoringUrl,
    local,
    logged,
    send,
    postEvents: (body, type = 'application/json', headers = {}) =>
      send('/v1/events', {
        method: 'POST',
        headers: { 'content-type': type, ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    call: async (callId, tenantId = 'acme') => {
      const path = `/v1/calls/${tenantId}/${encodeURIComponent(callId)}`;
      const response = await send(path, { key: keys.audit });
      return response.status === 200 ? ((await response.json()) as CallRecord) : undefined;
    },
    stop: async () => {
      await running.stop();
      await stop();
    },
  };
};
