import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Message, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { makeStores, type Stores } from '@recordings/call-store';
import { type ProvisionedAws, provision, startProvisionedAws } from '@recordings/local-aws';
import { resolveQueueUrl } from '@recordings/messaging';
import { bucketNames, physicalName, quarantineBucket, queues } from '@recordings/topology';
import { type FakeOcp, startFakeOcp } from './fake-ocp.ts';
import { registryFile } from './test-registry.ts';

export const OCP_KEY = 'ocp-key-8d31f0';

/** Tables, queues, topics and buckets that no other test uses, and an OCP. */
export type Environment = Pick<ProvisionedAws, 'aws' | 'clients' | 'prefix'> &
  Stores & {
    readonly ocp: FakeOcp;
    /** What the service reads from its environment. */
    readonly variables: Readonly<Record<string, string>>;
    queueUrl(name: string): Promise<string>;
    send(task: object | string): Promise<void>;
    /** Takes all that a queue can give now. */
    drain(queue: string): Promise<Message[]>;
    /** Bodies of what the reconciler is asked to look at. */
    checks(): Promise<unknown[]>;
    /** Bodies of the events that were published. */
    events(): Promise<unknown[]>;
    deadLetters(): Promise<Message[]>;
    /** `{bucket}/{key}` of every final object, the bucket without its prefix. */
    finalObjects(): Promise<string[]>;
    quarantinedKeys(): Promise<string[]>;
    openUploads(): Promise<number>;
    bytesAt(bucket: string, key: string): Promise<Buffer>;
  };

/** One set of emulators and one OCP, and as many environments on them as there are tests. */
export const startSurroundings = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'downloader-'));
  const registryPath = join(folder, 'registry.yaml');
  await writeFile(registryPath, JSON.stringify(registryFile));
  const local = await startProvisionedAws();
  const ocp = await startFakeOcp();
  let made = 0;
  return {
    makeEnvironment: async (): Promise<Environment> => {
      made += 1;
      const prefix = `test-${made}`;
      const { topicArns } = await provision(local.clients, { prefix, linesOfBusiness: ['sales'] });
      return environmentOf({ ...local, prefix, topicArns }, ocp, registryPath);
    },
    stop: async (): Promise<void> => {
      await ocp.stop();
      await local.stop();
      await rm(folder, { recursive: true });
    },
  };
};

const environmentOf = (local: ProvisionedAws, ocp: FakeOcp, registryPath: string): Environment => {
  const { aws, clients, prefix, topicArns } = local;
  const { sqs, s3 } = clients;
  const named = (name: string): string => physicalName(prefix, name);
  const queueUrl = (name: string): Promise<string> => resolveQueueUrl(sqs, named(name));
  const drain: Environment['drain'] = async (queue) => {
    const QueueUrl = await queueUrl(queue);
    const taken: Message[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) return taken;
      taken.push(...Messages);
    }
  };
  const bodiesIn = async (queue: string): Promise<unknown[]> =>
    (await drain(queue)).map(({ Body }) => JSON.parse(Body!) as unknown);
  const keysIn = async (bucket: string): Promise<string[]> => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: named(bucket) }));
    return Contents.map(({ Key }) => Key!);
  };
  return {
    ...makeStores(clients.dynamodb, prefix),
    aws,
    clients,
    prefix,
    ocp,
    variables: {
      ...aws.environment,
      LOG_LEVEL: 'trace',
      HOST: '127.0.0.1',
      PORT: '0',
      RESOURCE_PREFIX: prefix,
      REGISTRY_FILE: registryPath,
      RECORDING_EVENTS_TOPIC_ARN: topicArns.recordingEvents,
      MAX_HELD_BYTES: '65536',
      OCP_BASE_URL: ocp.url,
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
    send: async (task) => {
      const MessageBody = typeof task === 'string' ? task : JSON.stringify(task);
      await sqs.send(
        new SendMessageCommand({ QueueUrl: await queueUrl(queues.downloads.name), MessageBody }),
      );
    },
    checks: () => bodiesIn(queues.exportChecks.name),
    events: () => bodiesIn(queues.audit.name),
    deadLetters: () => drain(queues.downloads.deadLetter.queue),
    finalObjects: async () => {
      const buckets = bucketNames(['sales']).filter((name) => name.startsWith('recordings-'));
      const found = buckets.map(async (bucket) => (await keysIn(bucket)).map((key) => `${bucket}/${key}`));
      return (await Promise.all(found)).flat();
    },
    quarantinedKeys: () => keysIn(quarantineBucket),
    openUploads: async () => {
      const { Uploads = [] } = await s3.send(
        new ListMultipartUploadsCommand({ Bucket: named(quarantineBucket) }),
      );
      return Uploads.length;
    },
    bytesAt: async (bucket, Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: named(bucket), Key }));
      return Buffer.from(await Body!.transformToByteArray());
    },
  };
};
