import { type Message, SendMessageCommand } from '@aws-sdk/client-sqs';
import { makeStores, type Stores } from '@recordings/dynamodb-stores';
import { type ProvisionedAws, provision, startProvisionedAws } from '@recordings/local-aws';
import { resolveQueueUrl } from '@recordings/messaging';
import { type Buckets, drainQueue, lookAtBuckets, writeRegistryFile } from '@recordings/test-kit';
import { physicalName, queues } from '@recordings/topology';
import { type FakeOcp, startFakeOcp } from './fake-ocp.ts';
import { registryFile } from './test-registry.ts';

export const OCP_KEY = 'ocp-key-8d31f0';

/** Tables, queues, topics and buckets that no other test uses, and an OCP. */
export type Environment = Pick<ProvisionedAws, 'aws' | 'clients' | 'prefix'> &
  Stores &
  Buckets & {
    readonly ocp: FakeOcp;
    /** What the service reads from its environment. */
    readonly variables: Readonly<Record<string, string>>;
    queueUrl(name: string): Promise<string>;
    send(task: object | string, queue?: string): Promise<void>;
    /** Takes all that a queue can give now. */
    drain(queue: string): Promise<Message[]>;
    /** Bodies of what the reconciler is asked to look at. */
    checks(): Promise<unknown[]>;
    /** Bodies of the events that were published. */
    events(): Promise<unknown[]>;
    deadLetters(): Promise<Message[]>;
  };

/** One set of emulators and one OCP, and as many environments on them as there are tests. */
export const startSurroundings = async () => {
  const registry = await writeRegistryFile(registryFile);
  const local = await startProvisionedAws();
  const ocp = await startFakeOcp();
  let made = 0;
  return {
    makeEnvironment: async (): Promise<Environment> => {
      made += 1;
      const prefix = `test-${made}`;
      const { topicArns } = await provision(local.clients, { prefix, linesOfBusiness: ['sales'] });
      return environmentOf({ ...local, prefix, topicArns }, ocp, registry.path);
    },
    stop: async (): Promise<void> => {
      await ocp.stop();
      await local.stop();
      await registry.remove();
    },
  };
};

const environmentOf = (local: ProvisionedAws, ocp: FakeOcp, registryPath: string): Environment => {
  const { aws, clients, prefix, topicArns } = local;
  const { sqs, s3 } = clients;
  const queueUrl = (name: string): Promise<string> => resolveQueueUrl(sqs, physicalName(prefix, name));
  const drain: Environment['drain'] = async (queue) => drainQueue(sqs, await queueUrl(queue));
  const bodiesIn = async (queue: string): Promise<unknown[]> =>
    (await drain(queue)).map(({ Body }) => JSON.parse(Body!) as unknown);
  return {
    ...makeStores(clients.dynamodb, prefix, async () => undefined),
    ...lookAtBuckets(s3, prefix, ['sales']),
    aws,
    clients,
    prefix,
    ocp,
    variables: {
      ...aws.environment,
      LOG_LEVEL: 'trace',
      HOST: '127.0.0.1',
      MONITORING_PORT: '0',
      RESOURCE_PREFIX: prefix,
      REGISTRY_FILE: registryPath,
      RECORDING_EVENTS_TOPIC_ARN: topicArns.recordingEvents,
      MAX_HELD_BYTES: '65536',
      OCP_BASE_URL: ocp.url,
      OCP_ALLOW_HTTP: 'true',
      OCP_CREDENTIALS: JSON.stringify({
        'acme-ocp': { kind: 'api-key', apiKey: OCP_KEY },
        'bolt-ocp': { kind: 'api-key', apiKey: `${OCP_KEY}-bolt` },
      }),
      OCP_MAX_REQUESTS: '10000',
      OCP_RETRY_MS: '1',
      DOWNLOAD_RETRY_SECONDS: '0',
    },
    queueUrl,
    drain,
    send: async (task, queue = queues.downloads.name) => {
      const MessageBody = typeof task === 'string' ? task : JSON.stringify(task);
      await sqs.send(new SendMessageCommand({ QueueUrl: await queueUrl(queue), MessageBody }));
    },
    checks: () => bodiesIn(queues.exportChecks.name),
    events: () => bodiesIn(queues.audit.name),
    deadLetters: () => drain(queues.downloads.deadLetter.queue),
  };
};
