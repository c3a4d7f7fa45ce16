import { createHash } from 'node:crypto';
import { startProvisionedAws } from '@recordings/local-aws';
import { makeRegistryFile, runService, type ServiceProcess, writeRegistryFile } from '@recordings/test-kit';

const KEY = 'bench-push-key';

export type BenchApi = {
  readonly url: string;
  readonly pid: number;
  /** What a request needs to be accepted. */
  readonly headers: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

/** Starts ingestion-api in a process of its own, on embedded AWS in this process. */
export const startApi = async (): Promise<BenchApi> => {
  const aws = await startProvisionedAws({ linesOfBusiness: ['sales'] });
  const registry = await writeRegistryFile(
    makeRegistryFile({ name: 'Acme_EN', tenant: 'acme', lineOfBusiness: { default: 'sales' } }),
  );
  const service = runService(new URL('../../apps/ingestion-api/src/main.ts', import.meta.url), {
    ...aws.aws.environment,
    LOG_LEVEL: 'info',
    HOST: '127.0.0.1',
    PORT: '0',
    MONITORING_PORT: '0',
    RESOURCE_PREFIX: aws.prefix,
    REGISTRY_FILE: registry.path,
    API_CREDENTIALS: JSON.stringify([
      {
        name: 'bench',
        keySha256: createHash('sha256').update(KEY).digest('hex'),
        tenants: ['acme'],
        scopes: ['recordings:write'],
      },
    ]),
    RECORDING_EVENTS_TOPIC_ARN: aws.topicArns.recordingEvents,
  });
  return {
    url: await service.url,
    pid: service.child.pid!,
    headers: { 'x-api-key': KEY, 'x-group-id': 'Acme_EN' },
    stop: async () => {
      await stopService(service);
      await aws.stop();
      await registry.remove();
    },
  };
};

const stopService = async ({ child, ended }: ServiceProcess): Promise<void> => {
  child.kill('SIGTERM');
  await ended;
};
