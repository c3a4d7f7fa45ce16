import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type ProvisionedAws, provision, startProvisionedAws } from '@recordings/local-aws';
import { resolveQueueUrl } from '@recordings/messaging';
import { ReconciliationRequest } from '@recordings/reconciliation';
import { physicalName, replayBucket } from '@recordings/topology';
import { credentials } from './test-keys.ts';
import { registryFile } from './test-registry.ts';
import { SHARD_COUNT } from './calls.ts';

/** A message as a consumer of the queue gets it. */
export type Delivered = {
  readonly request: ReconciliationRequest;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Tables, queues, topics and buckets that no other test uses. */
export type Environment = Pick<ProvisionedAws, 'aws' | 'clients' | 'prefix' | 'topicArns'> & {
  /** What the service reads from its environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Takes all that a queue holds. */
  drain(queue: string): Promise<Delivered[]>;
  /** Takes all windows that were published, from the tap that gets every one. */
  published(): Promise<ReconciliationRequest[]>;
  replayKeys(): Promise<string[]>;
};

/** One set of emulators, and as many environments on it as there are tests. */
export const startEmulators = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pooler-'));
  const registryPath = join(folder, 'registry.yaml');
  await writeFile(registryPath, JSON.stringify(registryFile));
  const local = await startProvisionedAws();
  let made = 0;
  return {
    makeEnvironment: async (): Promise<Environment> => {
      made += 1;
      const prefix = `test-${made}`;
      const { topicArns } = await provision(local.clients, { prefix, linesOfBusiness: ['sales'] });
      return environmentOf({ ...local, prefix, topicArns }, registryPath);
    },
    stop: async (): Promise<void> => {
      await local.stop();
      await rm(folder, { recursive: true });
    },
  };
};

const environmentOf = (
  { aws, clients, prefix, topicArns }: ProvisionedAws,
  registryPath: string,
): Environment => {
  const drain: Environment['drain'] = async (queue) => {
    const QueueUrl = await resolveQueueUrl(clients.sqs, physicalName(prefix, queue));
    const delivered: Delivered[] = [];
    for (;;) {
      const { Messages = [] } = await clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
      );
      if (Messages.length === 0) return delivered;
      for (const { Body, MessageAttributes = {} } of Messages) {
        const attributes = Object.entries(MessageAttributes).map(
          ([name, { DataType, StringValue }]) => [name, `${DataType}:${StringValue}`] as const,
        );
        delivered.push({
          request: ReconciliationRequest.parse(JSON.parse(Body!)),
          attributes: Object.fromEntries(attributes),
        });
      }
    }
  };
  return {
    aws,
    clients,
    prefix,
    topicArns,
    variables: {
      ...aws.environment,
      HOST: '127.0.0.1',
      PORT: '0',
      RESOURCE_PREFIX: prefix,
      REGISTRY_FILE: registryPath,
      API_CREDENTIALS: JSON.stringify(credentials),
      RECONCILIATION_TOPIC_ARN: topicArns.reconciliationEvents,
      RECONCILIATION_SHARDS: String(SHARD_COUNT),
    },
    drain,
    published: async () => (await drain('reconciliation-analytics')).map(({ request }) => request),
    replayKeys: async () => {
      const Bucket = physicalName(prefix, replayBucket);
      const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket }));
      return Contents.map(({ Key }) => Key!);
    },
  };
};
