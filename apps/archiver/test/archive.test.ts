import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { resolveQueueUrl } from '@recordings/messaging';
import { loadConfig, makeLogger, type Running } from '@recordings/service';
import { drainQueue, makeLogSink, metricSum, startServer, waitUntil } from '@recordings/test-kit';
import { auditBucket, physicalName, queues } from '@recordings/topology';
import { Config } from '../src/config.ts';
import { startArchiver } from '../src/start-archiver.ts';

let local: ProvisionedAws;
let running: Running[] = [];
const stopAll = async (): Promise<void> => {
  await Promise.all(running.splice(0).map((archiver) => archiver.stop()));
};
beforeEach(async () => {
  local = await startProvisionedAws();
  running = [];
});
afterEach(async () => {
  await stopAll();
  await local.stop();
});

const start = async (settings: Readonly<Record<string, string>> = {}) => {
  const variables = {
    ...local.aws.environment,
    HOST: '127.0.0.1',
    MONITORING_PORT: '0',
    RESOURCE_PREFIX: local.prefix,
    ARCHIVE_BATCH_LINES: '5',
    ARCHIVE_GATHER_SECONDS: '1',
    ...settings,
  };
  Object.assign(process.env, variables);
  delete process.env['AWS_PROFILE']; // The SDK prefers it to keys.
  const sink = makeLogSink();
  running.push(
    await startArchiver(
      loadConfig(Config, variables),
      makeLogger({ service: 'archiver', level: 'info' }, sink),
    ),
  );
  const { monitoringUrl } = sink.logged('listening')[0] as { monitoringUrl: string };
  const metric = async (name: string, ...labels: string[]): Promise<number> =>
    metricSum(await (await fetch(`${monitoringUrl}/metrics`)).text(), name, ...labels);
  return { metric };
};

const queueUrl = (name: string): Promise<string> =>
  resolveQueueUrl(local.clients.sqs, physicalName(local.prefix, name));

const send = async (body: string): Promise<void> => {
  const QueueUrl = await queueUrl(queues.audit.name);
  await local.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
};

const archived = async (): Promise<Record<string, unknown>[]> => {
  const Bucket = physicalName(local.prefix, auditBucket);
  const { Contents = [] } = await local.clients.s3.send(new ListObjectsV2Command({ Bucket }));
  const lines: Record<string, unknown>[] = [];
  for (const { Key } of Contents) {
    const { Body } = await local.clients.s3.send(new GetObjectCommand({ Bucket, Key }));
    const text = gunzipSync(await Body!.transformToByteArray()).toString();
    lines.push(
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    );
  }
  return lines;
};

const eventOf = (callId: string) => ({ eventType: 'recording.stored', tenantId: 'acme', callId });
const callsIn = (lines: readonly Record<string, unknown>[]): Set<unknown> =>
  new Set(lines.map(({ event }) => (event as { callId: string } | undefined)?.callId));
const calls = Array.from({ length: 12 }, (_, n) => `call-${n}`);

describe('the archiver', () => {
  it('archives every message and then empties the queue, unreadable ones too', async () => {
    for (const callId of calls) await send(JSON.stringify(eventOf(callId)));
    await send('{"cut');
    const { metric } = await start();
    await waitUntil(
      '13 messages are acknowledged',
      async () => (await metric('messages_total', 'ack')) === 13,
    );
    await stopAll();

    const lines = await archived();
    expect(lines).toHaveLength(13);
    expect(callsIn(lines)).toEqual(new Set([...calls, undefined]));
    expect(lines).toContainEqual(expect.objectContaining({ raw: '{"cut' }));
    expect(await drainQueue(local.clients.sqs, await queueUrl(queues.audit.name))).toEqual([]);
  });

  it('keeps the messages while S3 refuses every write, and archives them afterwards', async () => {
    const throttled = await startServer((_, response) => {
      response.writeHead(503, { 'content-type': 'application/xml' });
      response.end('<Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>');
    });
    for (const callId of calls) await send(JSON.stringify(eventOf(callId)));
    const { metric } = await start({ AWS_ENDPOINT_URL_S3: throttled.url });
    await waitUntil('12 lines were refused', async () => (await metric('messages_total', 'postpone')) >= 12);
    expect(await metric('messages_total', 'ack')).toBe(0);
    await stopAll();
    await throttled.stop();

    const second = await start();
    await waitUntil('all are archived', async () => (await second.metric('messages_total', 'ack')) >= 12, 90);
    expect(callsIn(await archived())).toEqual(new Set(calls));
    expect(await drainQueue(local.clients.sqs, await queueUrl(queues.audit.deadLetter.queue))).toEqual([]);
  }, 120_000);

  it('loses no message if two archivers share the queue', async () => {
    const [one, two] = [await start(), await start()];
    await Promise.all(calls.map((callId) => send(JSON.stringify(eventOf(callId)))));
    await waitUntil(
      'all are acknowledged',
      async () =>
        (await one.metric('messages_total', 'ack')) + (await two.metric('messages_total', 'ack')) >= 12,
    );
    expect(callsIn(await archived())).toEqual(new Set(calls));
  });
});
