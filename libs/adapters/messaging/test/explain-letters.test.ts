import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { waitUntil } from '@recordings/test-kit';
import { makeExplainLetters } from '../src/explain-letters.ts';
import { watchLetters } from '../src/watch-letters.ts';
import { watchUndelivered } from '../src/watch-undelivered.ts';
import { makeConsumer } from './consumer-fixture.ts';
import { createQueues, receive } from './queues.ts';

const ROUND_MS = 3_600_000;

/** Gives the intervals to the test, and no other timer: a second round would hide the letter for a minute. */
const fakeIntervals = (): void => {
  jest.useFakeTimers({
    doNotFake: [
      ...(['Date', 'hrtime', 'performance', 'nextTick', 'queueMicrotask'] as const),
      ...(['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] as const),
    ],
  });
};

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

afterEach(() => {
  jest.useRealTimers();
});

describe('a message that SQS moved to the DLQ by itself', () => {
  let local: ProvisionedAws;

  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterAll(() => local.stop());

  it('gets its reason and its queue, and keeps its body and attributes', async () => {
    const { sqs } = local.clients;
    const { queueUrl, deadLetterQueueUrl } = await createQueues(local, 'moved', 1);
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: 'moved',
        MessageAttributes: { own: text('x') },
      }),
    );
    // Its consumer dies; at the next receive SQS moves it.
    for (let receives = 1; receives <= 2; receives += 1)
      await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, VisibilityTimeout: 0 }));

    const explainLetters = makeExplainLetters({
      sqs,
      deadLetterQueueUrl,
      cause: { reason: 'CONSUMERS_DIED', sourceQueue: 'moved' },
    });
    expect(await explainLetters()).toBe(1);
    const letters = await receive(sqs, deadLetterQueueUrl, 20);
    expect(letters).toMatchObject([
      {
        Body: 'moved',
        MessageAttributes: {
          own: text('x'),
          reason: text('CONSUMERS_DIED'),
          sourceQueue: text('moved'),
          sourceMessageId: text(expect.any(String) as never),
        },
      },
    ]);
  });

  it('is left alone if it has a reason', async () => {
    const { sqs } = local.clients;
    const { deadLetterQueueUrl: QueueUrl } = await createQueues(local, 'explained');
    for (let n = 0; n < 12; n += 1) {
      const MessageAttributes = { reason: text('GONE') };
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: String(n), MessageAttributes }));
    }
    const explainLetters = makeExplainLetters({
      sqs,
      deadLetterQueueUrl: QueueUrl,
      cause: { reason: 'CONSUMERS_DIED', sourceQueue: 'explained' },
    });
    expect(await explainLetters()).toBe(0);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    // Hidden for a minute, and not sent again.
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '12',
    });
  });

  it('is found by a consumer of the queue while it runs', async () => {
    const { sqs } = local.clients;
    const fixture = await makeConsumer(local, {
      handle: async () => ({ kind: 'ack' }),
      explainLettersEveryMs: ROUND_MS,
    });
    await sqs.send(new SendMessageCommand({ QueueUrl: fixture.deadLetterQueueUrl, MessageBody: 'moved' }));
    fakeIntervals();
    fixture.consumer.start();
    jest.advanceTimersByTime(ROUND_MS);
    await waitUntil('the message has its reason', () => fixture.lines.length > 0);
    await fixture.consumer.stop();
    expect(fixture.lines).toMatchObject([{ event: 'letters_explained', letters: 1 }]);
    const [letter] = await receive(sqs, fixture.deadLetterQueueUrl, 20);
    expect(letter?.MessageAttributes).toMatchObject({
      reason: text('CONSUMERS_DIED'),
      sourceQueue: text(fixture.queueUrl.split('/').at(-1)!),
    });
  });
});

describe('a message that SNS could not deliver', () => {
  let local: ProvisionedAws;

  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterAll(() => local.stop());

  it('gets its reason and its topic, and keeps its body and attributes', async () => {
    const { sqs } = local.clients;
    const { deadLetterQueueUrl: undeliveredUrl } = await createQueues(local, 'undelivered', 1);
    // As SNS sends it there after raw delivery failed.
    const MessageAttributes = { priority: text('high') };
    await sqs.send(
      new SendMessageCommand({ QueueUrl: undeliveredUrl, MessageBody: '{"lost":1}', MessageAttributes }),
    );

    const lines: object[] = [];
    const log = { warn: () => undefined, error: (fields: object) => void lines.push(fields) };
    fakeIntervals();
    const end = watchUndelivered({ sqs, queueUrl: undeliveredUrl, topic: 'letters', log, everyMs: ROUND_MS });
    jest.advanceTimersByTime(ROUND_MS);
    await waitUntil('the message has its reason', () => lines.length > 0);
    await end();
    expect(lines).toMatchObject([{ event: 'letters_explained', letters: 1 }]);
    const [letter] = await receive(sqs, undeliveredUrl, 20);
    expect(letter).toMatchObject({
      Body: '{"lost":1}',
      MessageAttributes: {
        priority: { StringValue: 'high' },
        reason: { StringValue: 'NOT_DELIVERED' },
        sourceTopic: { StringValue: 'letters' },
      },
    });
  });
});

describe('watchLetters', () => {
  it('goes on after a failed round, and ends when it is stopped', async () => {
    jest.useFakeTimers();
    const explainLetters = jest
      .fn<() => Promise<number>>()
      .mockRejectedValueOnce(new Error('SQS is down'))
      .mockResolvedValue(0);
    const warn = jest.fn();
    const end = watchLetters({
      deadLetterQueueUrl: 'http://sqs/1/downloads-dlq',
      explainLetters,
      everyMs: 1_000,
      log: { warn, error: () => undefined },
    });
    await jest.advanceTimersByTimeAsync(2_500);
    expect(explainLetters).toHaveBeenCalledTimes(2);
    expect(warn.mock.calls).toMatchObject([
      [{ event: 'letters_not_explained', queue: 'downloads-dlq' }, expect.anything()],
    ]);
    await end();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(explainLetters).toHaveBeenCalledTimes(2);
  });
});
