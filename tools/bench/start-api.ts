import { createHash } from 'node:crypto';
import { startProvisionedAws } from '@recordings/local-aws';
import { makeRegistryFile, runService, type ServiceProcess, writeRegistryFile } from '@recordings/test-kit';
import { readContainer } from './container.ts';

export const API_KEY = 'bench-push-key';
export const GROUP = 'Acme_EN';

export type BenchApi = {
  readonly url: string;
  readonly pid: number;
  /** What a request needs to be accepted. */
  readonly headers: Readonly<Record<string, string>>;
  /** Its log lines so far with this event. */
  readonly logged: ServiceProcess['logged'];
  stop(): Promise<void>;
};

/** Where an API finds AWS. */
export type AwsPlace = {
  readonly environment: Readonly<Record<string, string>>;
  readonly prefix: string;
  readonly topicArn: string;
};

/** Starts ingestion-api in a process of its own, on embedded AWS in this process. */
export const startApi = async (): Promise<BenchApi> => {
  const { aws, prefix, topicArns, stop } = await startProvisionedAws({ linesOfBusiness: ['sales'] });
  const api = await startApiOn({
    environment: aws.environment,
    prefix,
    topicArn: topicArns.recordingEvents,
  });
  return {
    ...api,
    stop: async () => {
      await api.stop();
      await stop();
    },
  };
};

/** Starts ingestion-api in a process of its own, with the options of its image. */
export const startApiOn = async ({ environment, prefix, topicArn }: AwsPlace): Promise<BenchApi> => {
  const registry = await writeRegistryFile(
    makeRegistryFile({ name: GROUP, tenant: 'acme', lineOfBusiness: { default: 'sales' } }),
  );
  const container = await readContainer('usual');
  const service = runService(
    new URL('../../apps/ingestion-api/src/main.ts', import.meta.url),
    {
      ...container.environment,
      ...environment,
      LOG_LEVEL: 'info',
      // The bench overloads the process on purpose, and all its clients are admitted at once.
      MAX_EVENT_LOOP_DELAY_MS: '0',
      MAX_MEMORY_BYTES: '1073741824',
      HOST: '127.0.0.1',
      PORT: '0',
      MONITORING_PORT: '0',
      RESOURCE_PREFIX: prefix,
      REGISTRY_FILE: registry.path,
      API_CREDENTIALS: credentialsOf(['recordings:write', 'events:write', 'calls:read']),
      RECORDING_EVENTS_TOPIC_ARN: topicArn,
    },
    [...container.nodeOptions, ...nodeOptionsOfServer()],
  );
  return {
    url: await service.url,
    pid: service.child.pid!,
    headers: { 'x-api-key': API_KEY, 'x-group-id': GROUP },
    logged: service.logged,
    stop: async () => {
      await stopService(service);
      await registry.remove();
    },
  };
};

/** One credential, whose key is `API_KEY`. */
export const credentialsOf = (scopes: readonly string[]): string =>
  JSON.stringify([
    {
      name: 'bench',
      keySha256: createHash('sha256').update(API_KEY).digest('hex'),
      tenants: ['acme'],
      scopes,
    },
  ]);

/** `BENCH_NODE_OPTIONS`: options of Node for the measured API, as `--cpu-prof`. */
export const nodeOptionsOfServer = (): string[] => process.env['BENCH_NODE_OPTIONS']?.split(' ') ?? [];

export const stopService = async ({ child, ended }: ServiceProcess): Promise<void> => {
  child.kill('SIGTERM');
  await ended;
};
