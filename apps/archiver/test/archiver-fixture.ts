import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { resolveQueueUrl } from '@recordings/messaging';
import { loadConfig, makeLogger, type Running } from '@recordings/service';
import { makeLogSink, metricSum } from '@recordings/test-kit';
import { auditBucket, physicalName, queues } from '@recordings/topology';
import { Config } from '../src/config.ts';
import { startArchiver } from '../src/start-archiver.ts';

/** A line of an object of the archive. */
export type Line = Readonly<Record<string, unknown>>;

export type TestArchiver = {
  readonly local: ProvisionedAws;
  readonly variables: Readonly<Record<string, string>>;
  /** Starts one more archiver in this process. */
  start(settings?: Readonly<Record<string, string>>): Promise<{
    metric(name: string, ...labels: string[]): Promise<number>;
    readiness(): Promise<{ readonly status: number; readonly body: unknown }>;
  }>;
  stopAll(): Promise<void>;
  send(body: string): Promise<void>;
  queueUrl(name: string): Promise<string>;
  /** Every line of every object. */
  archived(): Promise<Line[]>;
  end(): Promise<void>;
};

/** Archivers on an embedded AWS of their own. */
export const startTestArchiver = async (): Promise<TestArchiver> => {
  const local = await startProvisionedAws();
  const running: Running[] = [];
  const variables = {
    ...local.aws.environment,
    HOST: '127.0.0.1',
    MONITORING_PORT: '0',
    RESOURCE_PREFIX: local.prefix,
    ARCHIVE_BATCH_LINES: '5',
    ARCHIVE_GATHER_SECONDS: '1',
  };
  const stopAll = async (): Promise<void> => {
    await Promise.all(running.splice(0).map((archiver) => archiver.stop()));
  };
  const queueUrl = (name: string): Promise<string> =>
    resolveQueueUrl(local.clients.sqs, physicalName(local.prefix, name));
  return {
    local,
    variables,
    stopAll,
    queueUrl,
    start: async (settings = {}) => {
      Object.assign(process.env, variables, settings);
      delete process.env['AWS_PROFILE']; // The SDK prefers it to keys.
      const sink = makeLogSink();
      const log = makeLogger({ service: 'archiver', level: 'info' }, sink);
      running.push(await startArchiver(loadConfig(Config, { ...variables, ...settings }), log));
      const { monitoringUrl } = sink.logged('listening')[0] as { monitoringUrl: string };
      return {
        metric: async (name, ...labels) =>
          metricSum(await (await fetch(`${monitoringUrl}/metrics`)).text(), name, ...labels),
        readiness: async () => {
          const response = await fetch(`${monitoringUrl}/health/ready`);
          return { status: response.status, body: await response.json() };
        },
      };
    },
    send: async (body) => {
      const QueueUrl = await queueUrl(queues.audit.name);
      await local.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    },
    archived: () => readLines(local),
    end: async () => {
      await stopAll();
      await local.stop();
    },
  };
};

const readLines = async ({ clients: { s3 }, prefix }: ProvisionedAws): Promise<Line[]> => {
  const Bucket = physicalName(prefix, auditBucket);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const lines: Line[] = [];
  for (const { Key } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const text = gunzipSync(await Body!.transformToByteArray()).toString();
    for (const line of text.trimEnd().split('\n')) lines.push(JSON.parse(line) as Line);
  }
  return lines;
};
