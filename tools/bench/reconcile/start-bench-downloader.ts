import { fileURLToPath } from 'node:url';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import {
  CallId,
  type CallKey,
  GroupId,
  parseEvent,
  parseRegistry,
  queueCall,
  ReconciliationId,
  type RegistryGroup,
  recordEvent,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import { makeStores, type Stores } from '@recordings/dynamodb-stores';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { resolveQueueUrl } from '@recordings/messaging';
import { DOWNLOAD_TASK_VERSION, type DownloadTask } from '@recordings/reconciliation';
import { makeRegistryFile, runService, waitUntil, writeRegistryFile } from '@recordings/test-kit';
import { physicalName, queues } from '@recordings/topology';
import { bundleApp } from '../../bundle/bundle-app.ts';
import { readContainer } from '../container.ts';
import { startNullAws } from '../ingest/sinks/start-null-aws.ts';
import { nodeOptionsOfServer, stopService } from '../start-api.ts';

export type BenchDownloader = {
  readonly pid: number;
  /** Sends a task for each of so many new calls. Resolves when their recordings are stored. */
  download(calls: number): Promise<void>;
  stop(): Promise<void>;
};

const PATIENCE_S = 300;
const TENANT = TenantId.parse('acme');
const GROUP = GroupId.parse('Acme_EN');
const WINDOW = ReconciliationId.parse('bench-window');

/** Starts a downloader in a process of its own, from its bundle, as its image starts it: S3 is a sink, DynamoDB, SQS and SNS are emulators in this process. */
export const startBenchDownloader = async (ocpUrl: string, concurrency: number): Promise<BenchDownloader> => {
  const local = await startProvisionedAws({ linesOfBusiness: ['sales'] });
  const sink = await startNullAws();
  const registryFile = makeRegistryFile({
    name: GROUP,
    tenant: TENANT,
    lineOfBusiness: { default: 'sales' },
  });
  const registry = await writeRegistryFile(registryFile);
  const { nodeOptions, environment } = await readContainer('small');
  const variables = {
    ...environment,
    ...local.aws.environment,
    AWS_ENDPOINT_URL_S3: sink.environment['AWS_ENDPOINT_URL']!,
    RESOURCE_PREFIX: local.prefix,
    REGISTRY_FILE: registry.path,
    RECORDING_EVENTS_TOPIC_ARN: local.topicArns.recordingEvents,
    DOWNLOAD_CONCURRENCY: String(concurrency),
    OCP_BASE_URL: ocpUrl,
    ...fixedVariables,
  };
  const root = new URL('../../../apps/downloader/', import.meta.url);
  await bundleApp(fileURLToPath(root));
  const main = new URL('dist/main.js', root);
  const service = runService(main, variables, [...nodeOptions, ...nodeOptionsOfServer()]);
  await service.monitoringUrl;
  return {
    pid: service.child.pid!,
    download: await makeDownload(local, parseRegistry(registryFile).findGroup(GROUP)),
    stop: async () => {
      await stopService(service);
      await sink.stop();
      await local.stop();
      await registry.remove();
    },
  };
};

const fixedVariables = {
  LOG_LEVEL: 'info',
  HOST: '127.0.0.1',
  MONITORING_PORT: '0',
  OCP_ALLOW_HTTP: 'true',
  OCP_CREDENTIALS: JSON.stringify({ 'acme-ocp': { kind: 'api-key', apiKey: 'bench-ocp-key' } }),
  OCP_MAX_REQUESTS: '6000',
};

const makeDownload = async (
  { clients: { dynamodb, sqs }, prefix }: ProvisionedAws,
  group: RegistryGroup | undefined,
): Promise<BenchDownloader['download']> => {
  const { calls } = makeStores(dynamodb, prefix, async () => undefined);
  const QueueUrl = await resolveQueueUrl(sqs, physicalName(prefix, queues.downloads.name));
  let made = 0;
  return async (count) => {
    const keys = Array.from({ length: count }, (_, at) => keyOf(made + at));
    made += count;
    for (const key of keys) await queueMissing(calls, key, group);
    for (const key of keys) {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(taskOf(key)) }));
    }
    // One after the other: the emulator shares its core with what is measured, and each look takes a millisecond of it.
    for (const key of keys) {
      const isStored = async (): Promise<boolean> => (await calls.get(key))?.s3Stored === true;
      await waitUntil('the recording is stored', isStored, PATIENCE_S);
    }
  };
};

const keyOf = (number: number): CallKey => ({ tenantId: TENANT, callId: CallId.parse(`bench-${number}`) });

const taskOf = (key: CallKey): DownloadTask => ({
  version: DOWNLOAD_TASK_VERSION,
  ...key,
  reconciliationId: WINDOW,
  groupId: GROUP,
  exportJobId: 'bench-job',
  recordingId: key.callId,
  tries: 0,
  declared: {},
});

/** Makes the record of a call that a window holds. */
const queueMissing = async (
  calls: Stores['calls'],
  key: CallKey,
  group: RegistryGroup | undefined,
): Promise<void> => {
  const now = timestampOf(Date.now());
  const context = { group, shardCount: 8, now, by: 'bench' };
  const parsed = parseEvent({
    eventType: 'CDR_END',
    callId: key.callId,
    groupId: GROUP,
    timestamp: now,
    channel: 'voice',
  });
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  await calls.change(key, recordEvent(key, parsed.event, context));
  await calls.change(key, queueCall(WINDOW, undefined, context));
};
