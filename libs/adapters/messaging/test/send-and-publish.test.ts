import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { type Message, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { QueueUnusableError, TopicUnusableError } from '../src/errors.ts';
import { makeQueueSender } from '../src/make-queue-sender.ts';
import { makeTopicPublisher, type OutgoingEvent } from '../src/make-topic-publisher.ts';
import { resolveQueueUrl } from '../src/resolve-queue-url.ts';
import { arnOf, createQueues, receive } from './queues.ts';

describe('with SQS and SNS', () => {
  let local: ProvisionedAws;

  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterAll(() => local.stop());

  const queue = async (name: string): Promise<string> => (await createQueues(local, name)).queueUrl;

  /** Receives `count` messages, or fewer if no more arrive within 20 s. */
  const drain = async (queueUrl: string, count: number): Promise<Message[]> => {
    const messages: Message[] = [];
    while (messages.length < count) {
      const more = await receive(local.clients.sqs, queueUrl, 20);
      if (more.length === 0) break;
      messages.push(...more);
    }
    return messages;
  };

  const topicTo = async (name: string, queueUrl: string): Promise<string> => {
    const Name = `${local.prefix}-${name}`;
    const { TopicArn } = await local.clients.sns.send(new CreateTopicCommand({ Name }));
    const queueArn = await arnOf(local.clients.sqs, queueUrl);
    const allowSns = {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
    };
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ ...allowSns, Resource: queueArn }],
    });
    await local.clients.sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { Policy } }),
    );
    await local.clients.sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint: queueArn,
        Attributes: { RawMessageDelivery: 'true' },
      }),
    );
    return TopicArn!;
  };

  const event = (n: number, text = ''): OutgoingEvent => ({
    id: `event ${n}`,
    body: { n, text },
    attributes: { priority: 'high', n },
  });

  it('finds a queue by its name, and names a queue that is missing', async () => {
    const queueUrl = await queue('found');
    expect(await resolveQueueUrl(local.clients.sqs, `${local.prefix}-found`)).toBe(queueUrl);

    const missing = resolveQueueUrl(local.clients.sqs, 'missing');
    await expect(missing).rejects.toThrow(QueueUnusableError);
    await expect(missing).rejects.toThrow('queue missing');
    await expect(missing).rejects.toMatchObject({ fault: 'configuration' });
  });

  it('a delayed message does not arrive before its time, its neighbours do', async () => {
    const queueUrl = await queue('late');
    const sender = makeQueueSender({ sqs: local.clients.sqs, queueUrl });
    await sender.send({ late: 'alone' }, { delayS: 900 });
    await sender.sendAll([{ body: { late: 'in a batch' }, delayS: 900 }, { body: { late: false } }]);
    expect((await drain(queueUrl, 1)).map(({ Body }) => Body)).toEqual(['{"late":false}']);
  });

  it('a delayed message arrives after its delay', async () => {
    const queueUrl = await queue('delayed');
    const sender = makeQueueSender({ sqs: local.clients.sqs, queueUrl });
    const sentAt = Date.now();
    await sender.send({ late: 'alone' }, { delayS: 1 });
    await sender.sendAll([{ body: { late: 'in a batch' }, delayS: 1 }]);
    expect(await drain(queueUrl, 2)).toHaveLength(2);
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(990);
  });

  it('25 messages arrive once each, if ten do not fit into one request', async () => {
    const queueUrl = await queue('batches');
    const sender = makeQueueSender({ sqs: local.clients.sqs, queueUrl });
    await sender.sendAll(Array.from({ length: 25 }, (_, n) => ({ body: { n, text: 'x'.repeat(60_000) } })));

    const numbers = (await drain(queueUrl, 25)).map(({ Body }) => (JSON.parse(Body!) as { n: number }).n);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, n) => n));
  });

  it('25 events arrive with their attributes, the oversized one among them fails', async () => {
    const queueUrl = await queue('published');
    const topicArn = await topicTo('events', queueUrl);
    const publisher = makeTopicPublisher({ sns: local.clients.sns, topicArn });
    const events = Array.from({ length: 25 }, (_, n) =>
      event(n, n === 12 ? 'x'.repeat(300_000) : 'x'.repeat(60_000)),
    );

    const { published, failed } = await publisher.publishAll(events);
    expect(failed).toMatchObject([{ id: 'event 12', code: 'EVENT_TOO_LARGE' }]);
    expect(published).toHaveLength(24);
    expect(new Set(published.map(({ messageId }) => messageId)).size).toBe(24);

    const messages = await drain(queueUrl, 24);
    const numbers = messages.map(({ Body }) => (JSON.parse(Body!) as { n: number }).n);
    expect(numbers.sort((a, b) => a - b)).toEqual(
      Array.from({ length: 25 }, (_, n) => n).filter((n) => n !== 12),
    );
    expect(messages[0]?.MessageAttributes).toMatchObject({
      priority: { DataType: 'String', StringValue: 'high' },
      n: { DataType: 'Number' },
    });
  });

  it('a missing topic or queue is a fault of the configuration', async () => {
    const topicArn = local.topicArns.recordingEvents.replace(/[^:]+$/, 'missing');
    const publisher = makeTopicPublisher({ sns: local.clients.sns, topicArn });
    await expect(publisher.publish(event(1))).rejects.toThrow(TopicUnusableError);
    await expect(publisher.publish(event(1))).rejects.toThrow(topicArn);

    const gone = makeQueueSender({
      sqs: local.clients.sqs,
      queueUrl: (await queue('here')).replace(/here$/, 'gone'),
    });
    await expect(gone.send({})).rejects.toThrow(QueueUnusableError);
    await expect(gone.sendAll([{ body: {} }])).rejects.toThrow(`queue ${local.prefix}-gone`);
  });
});
