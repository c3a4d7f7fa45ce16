import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { drainQueue, startServer, waitUntil } from '@recordings/test-kit';
import { auditBucket, physicalName, queues } from '@recordings/topology';
import { type Line, startTestArchiver, type TestArchiver } from './archiver-fixture.ts';
import { refuseDeletes } from './refuse-deletes.ts';

let test: TestArchiver;
beforeEach(async () => {
  test = await startTestArchiver();
});
afterEach(() => test.end());

const eventOf = (callId: string): string =>
  JSON.stringify({ eventType: 'recording.stored', tenantId: 'acme', callId });
const callsIn = (lines: readonly Line[]): Set<unknown> =>
  new Set(lines.map(({ event }) => (event as { callId: string } | undefined)?.callId));
const calls = Array.from({ length: 12 }, (_, n) => `call-${n}`);
const left = async (name: string): Promise<unknown[]> =>
  drainQueue(test.local.clients.sqs, await test.queueUrl(name));

describe('the archiver', () => {
  it('archives every message and then empties the queue, unreadable ones too', async () => {
    for (const callId of calls) await test.send(eventOf(callId));
    await test.send('{"cut');
    const { metric } = await test.start();
    await waitUntil(
      '13 messages are acknowledged',
      async () => (await metric('messages_total', 'ack')) === 13,
    );
    expect(await metric('audit_unreadable_total')).toBe(1);
    await test.stopAll();

    const lines = await test.archived();
    expect(lines).toHaveLength(13);
    expect(callsIn(lines)).toEqual(new Set([...calls, undefined]));
    expect(lines).toContainEqual(expect.objectContaining({ raw: '{"cut' }));
    expect(await left(queues.audit.name)).toEqual([]);
  });

  it('keeps the messages while S3 refuses every write, and archives them afterwards', async () => {
    const throttled = await startServer((_, response) => {
      response.writeHead(503, { 'content-type': 'application/xml' });
      response.end('<Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>');
    });
    for (const callId of calls) await test.send(eventOf(callId));
    const { metric } = await test.start({ AWS_ENDPOINT_URL_S3: throttled.url });
    await waitUntil('12 lines were refused', async () => (await metric('messages_total', 'postpone')) >= 12);
    expect(await metric('messages_total', 'ack')).toBe(0);
    expect(await metric('audit_objects_total', 'failed')).toBeGreaterThan(0);
    await test.stopAll();
    await throttled.stop();

    const second = await test.start();
    await waitUntil('all are archived', async () => (await second.metric('messages_total', 'ack')) >= 12, 90);
    expect(callsIn(await test.archived())).toEqual(new Set(calls));
    expect(await left(queues.audit.deadLetter.queue)).toEqual([]);
  }, 120_000);

  it('archives a message again, and loses none, if it dies before it deletes the message', async () => {
    const proxy = await refuseDeletes(test.variables['AWS_ENDPOINT_URL_SQS']!);
    for (const callId of calls) await test.send(eventOf(callId));
    const first = await test.start({ AWS_ENDPOINT_URL_SQS: proxy.url, VISIBILITY_TIMEOUT_SECONDS: '5' });
    await waitUntil('all are written', async () => (await first.metric('audit_lines_total')) >= 12);
    await test.stopAll();
    await proxy.stop();

    const second = await test.start();
    await waitUntil('all are deleted', async () => (await second.metric('messages_total', 'ack')) >= 12, 90);
    const lines = await test.archived();
    expect(lines.length).toBeGreaterThanOrEqual(24);
    expect(callsIn(lines)).toEqual(new Set(calls));
    expect(new Set(lines.map(({ entryId }) => entryId)).size).toBe(12);
  }, 120_000);

  it.each([
    ['true', 'archives', 1],
    ['false', 'leaves', 0],
  ])('with ANALYTICS=%s it %s the messages of the analytics queue', async (ANALYTICS, _, expected) => {
    const QueueUrl = await test.queueUrl(queues.analytics.name);
    const MessageBody = '{"windowId":"w-1"}';
    await test.local.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await test.send(eventOf('call-1'));
    const { metric } = await test.start({ ANALYTICS });
    const done = 1 + expected;
    await waitUntil('all are archived', async () => (await metric('audit_lines_total')) === done);
    expect(await metric('messages_total', 'analytics')).toBe(expected);
  });

  it('loses no message if two archivers share the queue', async () => {
    const [one, two] = [await test.start(), await test.start()];
    await Promise.all(calls.map((callId) => test.send(eventOf(callId))));
    await waitUntil(
      'all are acknowledged',
      async () =>
        (await one.metric('messages_total', 'ack')) + (await two.metric('messages_total', 'ack')) >= 12,
    );
    expect(callsIn(await test.archived())).toEqual(new Set(calls));
  });

  it('is ready only while its bucket answers', async () => {
    const { readiness } = await test.start();
    expect(await readiness()).toMatchObject({ status: 200 });
    const Bucket = physicalName(test.local.prefix, auditBucket);
    await test.local.clients.s3.send(new DeleteBucketCommand({ Bucket }));
    expect(await readiness()).toMatchObject({ status: 503 });
  });
});
