import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type ProvisionedAws, provision, startProvisionedAws } from '@recordings/local-aws';
import { resolveQueueUrl } from '@recordings/messaging';
import { ReconciliationRequest } from '@recordings/reconciliation';
import { drainQueue, writeRegistryFile } from '@recordings/test-kit';
import { physicalName, replayBucket } from '@recordings/topology';
import { SHARD_COUNT } from './calls.ts';
import { credentials } from './test-keys.ts';
import { registryFile } from './test-registry.ts';

/** A message as a consumer receives it. */
export type Delivered = {
  readonly request: ReconciliationRequest;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Tables, queues, topics and buckets of one test. */
export type Environment = Pick<ProvisionedAws, 'aws' | 'clients' | 'prefix' | 'topicArns'> & {
  /** Environment variables of the service. */
  readonly variables: Readonly<Record<string, string>>;
  /** Receives and deletes all messages of a queue. */
  drain(queue: string): Promise<Delivered[]>;
  /** Receives all published windows from the analytics queue, which gets each of them. */
  published(): Promise<ReconciliationRequest[]>;
  replayKeys(): Promise<string[]>;
};

/** Starts one set of emulators, on which each test makes its own environment. */
export const startEmulators = async () => {
  const registry = await writeRegistryFile(registryFile);
  const local = await startProvisionedAws();
  let made = 0;
  return {
    makeEnvironment: async (): Promise<Environment> => {
      made += 1;
      const prefix = `test-${made}`;
      const { topicArns } = await provision(local.clients, { prefix, linesOfBusiness: ['sales'] });
      return environmentOf({ ...local, prefix, topicArns }, registry.path);
    },
    stop: async (): Promise<void> => {
      await local.stop();
      await registry.remove();
    },
  };
};

const environmentOf = (
  { aws, clients, prefix, topicArns }: ProvisionedAws,
  registryPath: string,
): Environment => {
  const drain: Environment['drain'] = async (queue) => {
    const queueUrl = await resolveQueueUrl(clients.sqs, physicalName(prefix, queue));
    const messages = await drainQueue(clients.sqs, queueUrl);
    return messages.map(({ Body, MessageAttributes = {} }) => {
      const attributes = Object.entries(MessageAttributes).map(
        ([name, { DataType, StringValue }]) => [name, `${DataType}:${StringValue}`] as const,
      );
      return {
        request: ReconciliationRequest.parse(JSON.parse(Body!)),
        attributes: Object.fromEntries(attributes),
      };
    });
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
      MONITORING_PORT: '0',
      RESOURCE_PREFIX: prefix,
      REGISTRY_FILE: registryPath,
      API_CREDENTIALS: JSON.stringify(credentials),
      RECONCILIATION_TOPIC_ARN: topicArns.reconciliationEvents,
      RECONCILIATION_SHARDS: String(SHARD_COUNT),
      SWEEP_ENABLED: 'false',
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
