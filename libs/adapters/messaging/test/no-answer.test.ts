import { type StuckServer, startStuckServer, waitUntil } from '@recordings/test-kit';
import { makeQueueConsumer, type QueueConsumer, type QueueConsumerDeps } from '../src/make-queue-consumer.ts';
import { makeQueueSender } from '../src/make-queue-sender.ts';
import { makeSnsClient, SNS_LIMITS } from '../src/make-sns-client.ts';
import { makeSqsClient, SQS_LIMITS } from '../src/make-sqs-client.ts';
import { makeTopicPublisher } from '../src/make-topic-publisher.ts';
import type { PollHealth } from '../src/poll-health.ts';
import { resolveQueueUrl } from '../src/resolve-queue-url.ts';
import { type Mood, type MoodySqs, startMoodySqs } from './moody-sqs.ts';

const config = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
/** A busy machine must answer within one of two attempts. */
const SILENCE_MS = 800;
const sqsLimits = {
  ...SQS_LIMITS,
  silenceTimeoutMs: SILENCE_MS,
  pollSilenceTimeoutMs: 2_500,
  maxAttempts: 2,
};

const toEnd: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(toEnd.splice(0).map((end) => end()));
});

describe.each([
  ['never answer', ''],
  ['stop after their headers', 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n'],
])('SQS and SNS that %s', (_, opening) => {
  const start = async (): Promise<StuckServer> => {
    const server = await startStuckServer(opening);
    toEnd.push(server.stop);
    return server;
  };

  it('are a retryable fault of a message that is sent', async () => {
    const server = await start();
    const sqs = makeSqsClient(sqsLimits, { ...config, endpoint: server.url });
    const outage = { code: 'MESSAGING_UNAVAILABLE', fault: 'retryable' };
    await expect(resolveQueueUrl(sqs, 'q')).rejects.toMatchObject(outage);
    expect(server.connections()).toBe(sqsLimits.maxAttempts);
    const sender = makeQueueSender({ sqs, queueUrl: `${server.url}/1/q`, retryDelaysMs: [1] });
    await expect(sender.send({})).rejects.toMatchObject(outage);
    await expect(sender.sendAll([{ body: {} }])).rejects.toMatchObject({
      code: 'MESSAGES_NOT_SENT',
      fault: 'retryable',
    });
  });

  it('are a retryable fault of an event that is published, after three requests', async () => {
    const server = await start();
    const sns = makeSnsClient(
      { ...SNS_LIMITS, silenceTimeoutMs: SILENCE_MS },
      { ...config, endpoint: server.url },
    );
    const topic = makeTopicPublisher({ sns, topicArn: 'arn:aws:sns:us-east-1:1:t', retryDelaysMs: [1, 1] });
    await expect(topic.publish({ id: 'e', body: {}, attributes: {} })).rejects.toMatchObject({
      code: 'EVENT_NOT_PUBLISHED',
      fault: 'retryable',
    });
    expect(server.connections()).toBe(3);
  });
});

describe('a consumer', () => {
  const consume = (sqs: MoodySqs, options: Partial<QueueConsumerDeps> = {}) => {
    const seen = {
      handled: [] as string[],
      outcomes: [] as string[],
      events: [] as unknown[],
      failedPolls: 0,
      /** As it was when a poll had failed. */
      failedHealth: [] as PollHealth[],
    };
    const note = (fields: object): void => void seen.events.push((fields as { event: string }).event);
    const client = makeSqsClient(sqsLimits, { ...config, endpoint: sqs.url });
    const consumer: QueueConsumer = makeQueueConsumer({
      sqs: client,
      queueUrl: `${sqs.url}/1/q`,
      deadLetterQueueUrl: `${sqs.url}/1/q-dlq`,
      concurrency: 1,
      visibilityTimeoutS: 30,
      waitTimeS: 1,
      log: { warn: note, error: note },
      handle: async ({ body }) => {
        seen.handled.push(body);
        return { kind: 'ack' };
      },
      onSettled: ({ outcome }) => seen.outcomes.push(outcome),
      onPollFailed: () => {
        seen.failedPolls += 1;
        seen.failedHealth.push(consumer.health());
      },
      ...options,
    });
    toEnd.push(async () => {
      await consumer.stop();
      client.destroy();
    });
    consumer.start();
    return { consumer, ...seen, seen };
  };
  const start = async (bodies: readonly string[], waitMs?: number): Promise<MoodySqs> => {
    const sqs = await startMoodySqs(bodies, waitMs);
    toEnd.unshift(sqs.stop);
    return sqs;
  };

  it.each<Mood>(['never answers', 'stops after its headers'])(
    'reports a poll that %s, and polls on',
    async (mood) => {
      const sqs = await start(['a']);
      sqs.be('ReceiveMessage', mood, mood);
      const { consumer, seen } = consume(sqs);
      expect(consumer.health()).toEqual({ isPolling: true });
      await waitUntil('the message is settled', () => seen.outcomes.length === 1);
      expect(seen).toMatchObject({
        handled: ['a'],
        outcomes: ['ack'],
        events: ['poll_failed'],
        failedPolls: 1,
        failedHealth: [
          { isPolling: false, lastError: expect.stringMatching(/^queue q: TimeoutError: /) as string },
        ],
      });
      expect(consumer.health()).toEqual({ isPolling: true });
      await consumer.stop();
      expect(consumer.health()).toEqual({ isPolling: false });
    },
  );

  it('lets a poll wait longer than other requests may', async () => {
    const sqs = await start([], 2 * SILENCE_MS);
    const { seen } = consume(sqs);
    await waitUntil('three polls were sent', () => sqs.asked.length >= 3);
    expect(seen.events).toEqual([]);
  });

  it.each<Mood>(['never answers', 'stops after its headers'])(
    'takes the next message after a delete that %s',
    async (mood) => {
      const sqs = await start(['a', 'b']);
      sqs.be('DeleteMessage', mood, mood);
      const { seen } = consume(sqs);
      await waitUntil('both are settled', () => seen.outcomes.length === 2);
      expect(seen).toMatchObject({
        handled: ['a', 'b'],
        outcomes: ['unsettled', 'ack'],
        events: ['message_unsettled'],
      });
    },
  );

  it('extends a message again after an extension without an answer', async () => {
    const sqs = await start(['a']);
    sqs.be('ChangeMessageVisibility', 'never answers', 'never answers');
    const extensions = (): number =>
      sqs.asked.filter((action) => action === 'ChangeMessageVisibility').length;
    const { seen } = consume(sqs, {
      visibilityTimeoutS: 1,
      handle: async () => {
        await waitUntil('it was extended again', () => extensions() >= 3);
        return { kind: 'ack' };
      },
    });
    await waitUntil('the message is settled', () => seen.outcomes.length === 1);
    expect(seen).toMatchObject({ outcomes: ['ack'], events: ['message_not_held'] });
  });

  it('stops while a poll and the end of a message get no answer', async () => {
    const sqs = await start(['a']);
    sqs.be('DeleteMessage', 'never answers', 'never answers');
    sqs.be('ReceiveMessage', 'answers', ...Array<Mood>(100).fill('never answers'));
    const { consumer, seen } = consume(sqs, { concurrency: 2 });
    await waitUntil('the message is to be deleted', () => sqs.asked.includes('DeleteMessage'));
    await consumer.stop();
    expect(seen.outcomes).toEqual(['unsettled']);
  });
});

describe('the clients of a service', () => {
  it('have limits for SQS: 3 s, 25 s for a poll, three attempts, 256 polls', async () => {
    expect(SQS_LIMITS).toEqual({
      connectionTimeoutMs: 3_000,
      silenceTimeoutMs: 3_000,
      pollSilenceTimeoutMs: 25_000,
      maxAttempts: 3,
      maxPolls: 256,
    });
    expect(await makeSqsClient(undefined, config).config.maxAttempts()).toBe(3);
  });

  it('have limits for SNS: 5 s, one attempt, for the publisher repeats', async () => {
    expect(SNS_LIMITS).toEqual({ connectionTimeoutMs: 5_000, silenceTimeoutMs: 5_000, maxAttempts: 1 });
    expect(await makeSnsClient(undefined, config).config.maxAttempts()).toBe(1);
  });
});
