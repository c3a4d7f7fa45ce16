import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import { makeQueueConsumer, type QueueConsumerDeps } from './make-queue-consumer.ts';

const MESSAGE: Message = { MessageId: 'm', ReceiptHandle: 'r', Body: '{}' };

type Sent = { readonly command: string; readonly input: Record<string, unknown> };

/** A consumer of an SQS that gives one message to the first poll and no answer to the others. */
const fixture = (options: Partial<QueueConsumerDeps> = {}, arrival: Promise<void> = Promise.resolve()) => {
  const sent: Sent[] = [];
  const lines: object[] = [];
  const handling: AbortSignal[] = [];
  let polls = 0;
  const send = async (
    { input, constructor: { name } }: Sent & { constructor: { name: string } },
    sendOptions?: { abortSignal?: AbortSignal },
  ): Promise<unknown> => {
    sent.push({ command: name, input });
    if (name !== 'ReceiveMessageCommand') return {};
    polls += 1;
    if (polls === 1) {
      await arrival;
      return { Messages: [MESSAGE] };
    }
    const { abortSignal } = sendOptions!;
    if (abortSignal!.aborted) throw new Error('aborted');
    return new Promise((_, reject) =>
      abortSignal!.addEventListener('abort', () => reject(new Error('aborted'))),
    );
  };
  const done = Promise.withResolvers<void>();
  const consumer = makeQueueConsumer({
    sqs: { send } as unknown as SQSClient,
    queueUrl: 'http://sqs/1/downloads',
    deadLetterQueueUrl: 'http://sqs/1/downloads-dlq',
    concurrency: 1,
    visibilityTimeoutS: 900,
    log: { warn: (fields) => lines.push(fields), error: (fields) => lines.push(fields) },
    handle: async (_, signal) => {
      handling.push(signal);
      await done.promise;
      return { kind: 'ack' };
    },
    ...options,
  });
  const extensions = (): unknown[] =>
    sent
      .filter(({ command }) => command === 'ChangeMessageVisibilityCommand')
      .map(({ input }) => input['VisibilityTimeout']);
  return { consumer, sent, lines, handling, done: done.resolve, extensions };
};

describe('makeQueueConsumer', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    [900, 30],
    [30, 30],
    [29, 29],
  ])('with a visibility of %i s hides what it receives for %i s', async (visibilityTimeoutS, received) => {
    const { consumer, sent, done } = fixture({ visibilityTimeoutS });
    consumer.start();
    await jest.advanceTimersByTimeAsync(10);
    expect(sent[0]?.input).toMatchObject({ VisibilityTimeout: received, WaitTimeSeconds: 20 });
    done();
    await consumer.stop();
  });

  it('polls with one of its slots, and with the next one while a message is handled', async () => {
    const arrival = Promise.withResolvers<void>();
    const { consumer, sent, handling, done } = fixture({ concurrency: 5 }, arrival.promise);
    consumer.start();
    await jest.advanceTimersByTimeAsync(10);
    expect(sent.map(({ command }) => command)).toEqual(['ReceiveMessageCommand']);
    arrival.resolve();
    await jest.advanceTimersByTimeAsync(10);
    expect(handling).toHaveLength(1);
    expect(sent.map(({ command }) => command)).toEqual(['ReceiveMessageCommand', 'ReceiveMessageCommand']);
    done();
    await consumer.stop();
  });

  it('extends the message in hand every 10 s, also while it stops', async () => {
    const { consumer, extensions, done } = fixture();
    consumer.start();
    await jest.advanceTimersByTimeAsync(10_010);
    expect(extensions()).toEqual([900]);
    const stopped = consumer.stop();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(extensions()).toEqual([900, 900]);
    done();
    await stopped;
  });

  it('aborts the handlers 20 s after the stop, and not before', async () => {
    const { consumer, handling, done } = fixture();
    consumer.start();
    await jest.advanceTimersByTimeAsync(10);
    const stopped = consumer.stop();
    await jest.advanceTimersByTimeAsync(19_999);
    expect(handling.map(({ aborted }) => aborted)).toEqual([false]);
    await jest.advanceTimersByTimeAsync(1);
    expect(handling.map(({ aborted }) => aborted)).toEqual([true]);
    done();
    await stopped;
  });

  it('makes a message visible at once that arrives while it stops', async () => {
    const arrival = Promise.withResolvers<void>();
    const { consumer, handling, extensions } = fixture({}, arrival.promise);
    consumer.start();
    await jest.advanceTimersByTimeAsync(10);
    const stopped = consumer.stop();
    arrival.resolve();
    await stopped;
    expect([handling, extensions()]).toEqual([[], [0]]);
  });

  it('does not abort handlers after a stop that has ended', async () => {
    const { consumer, handling, done } = fixture();
    consumer.start();
    await jest.advanceTimersByTimeAsync(10);
    done();
    await consumer.stop();
    await jest.advanceTimersByTimeAsync(30_000);
    expect(handling.map(({ aborted }) => aborted)).toEqual([false]);
  });
});
