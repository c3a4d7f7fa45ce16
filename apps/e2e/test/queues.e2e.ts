import { PublishBatchCommand } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { physicalName, queues } from '@recordings/topology';

const { name: DOWNLOADS, deadLetter } = queues.downloads;

describe('queues', () => {
  let local: ProvisionedAws;

  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterAll(() => local.stop());

  const urlOf = async (name: string): Promise<string> => {
    const QueueName = physicalName(local.prefix, name);
    const { QueueUrl } = await local.clients.sqs.send(new GetQueueUrlCommand({ QueueName }));
    return QueueUrl!;
  };

  it('move a message from the DLQ back to its queue when an operator starts a redrive', async () => {
    const { sqs } = local.clients;
    const deadLetterUrl = await urlOf(deadLetter!.queue);
    const queueUrl = await urlOf(DOWNLOADS);
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'poison' }));
    for (let receives = 1; receives <= deadLetter!.maxReceivesBySqs + 1; receives += 1)
      await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, VisibilityTimeout: 0 }));

    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: deadLetterUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes?.ApproximateNumberOfMessages).toBe('1');
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: Attributes?.QueueArn }));
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 20 }),
    );
    expect(Messages?.map(({ Body }) => Body)).toEqual(['poison']);
  });

  const bodies = (count: number): { Id: string; text: string }[] =>
    Array.from({ length: count }, (_, n) => ({ Id: String(n), text: String(n) }));

  it('refuse a batch of eleven messages', async () => {
    const Entries = bodies(11).map(({ Id, text }) => ({ Id, MessageBody: text }));
    const send = local.clients.sqs.send(
      new SendMessageBatchCommand({ QueueUrl: await urlOf(DOWNLOADS), Entries }),
    );
    await expect(send).rejects.toMatchObject({ name: expect.stringContaining('TooManyEntries') });
  });

  it('refuse a batch of eleven events', async () => {
    const PublishBatchRequestEntries = bodies(11).map(({ Id, text }) => ({ Id, Message: text }));
    const TopicArn = local.topicArns.recordingEvents;
    const publish = local.clients.sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
    await expect(publish).rejects.toMatchObject({ name: expect.stringContaining('TooManyEntries') });
  });
});
