import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { deadLetterQueues, queues } from '@recordings/topology';
import { type ProvisionedAws, startProvisionedAws } from '../src/index.ts';
import { makeQueueClient } from './queue-client.ts';

const DOWNLOADS = queues.downloads.name;
const PATIENCE = { WaitTimeSeconds: 20 };

describe('queues', () => {
  let local: ProvisionedAws;
  let queue: ReturnType<typeof makeQueueClient>;

  beforeAll(async () => {
    local = await startProvisionedAws();
    queue = makeQueueClient(local.clients.sqs, local.prefix);
  });
  afterAll(() => local.stop());

  const send = async (name: string, body: string, delayS?: number) =>
    local.clients.sqs.send(
      new SendMessageCommand({ QueueUrl: await queue.url(name), MessageBody: body, DelaySeconds: delayS }),
    );

  it('deliver a delayed message after its delay', async () => {
    const sentAt = Date.now();
    await send(queues.exportChecks.name, 'later', 1);
    const [message] = await queue.receive(queues.exportChecks.name, PATIENCE);
    expect(message?.Body).toBe('later');
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(1000);
  });

  it('hide a received message until its visibility timeout, then deliver it again', async () => {
    await send(queues.reconciliationHigh.name, 'once more');
    const receivedAt = Date.now();
    const [first] = await queue.receive(queues.reconciliationHigh.name, { VisibilityTimeout: 1 });
    const [again] = await queue.receive(queues.reconciliationHigh.name, {
      ...PATIENCE,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
    expect(Date.now() - receivedAt).toBeGreaterThanOrEqual(1000);
    expect(again?.MessageId).toBe(first?.MessageId);
    expect(again?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  it('deliver a released message again at once, and a deleted one never', async () => {
    const QueueUrl = await queue.url(queues.reconciliationLow.name);
    await send(queues.reconciliationLow.name, 'released');
    const [first] = await queue.receive(queues.reconciliationLow.name);
    await local.clients.sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: first?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );

    const [again] = await queue.receive(queues.reconciliationLow.name, PATIENCE);
    expect(again?.MessageId).toBe(first?.MessageId);
    await local.clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }));
    expect(await queue.receive(queues.reconciliationLow.name)).toEqual([]);
  });

  it('move a message to the DLQ after its allowed receives', async () => {
    await send(DOWNLOADS, 'poison');
    const { maxReceivesBySqs, queue: deadLetterQueue } = queues.downloads.deadLetter!;
    for (let receives = 1; receives <= maxReceivesBySqs; receives += 1) {
      expect(await queue.receive(DOWNLOADS, { VisibilityTimeout: 0 })).toHaveLength(1);
    }

    expect(await queue.receive(DOWNLOADS)).toEqual([]);
    const [dead] = await queue.receive(deadLetterQueue);
    expect(dead?.Body).toBe('poison');
  });

  it.each([...Object.values(queues), ...deadLetterQueues])(
    'carry the attributes of the topology: $name',
    async (shape) => {
      const { Attributes } = await local.clients.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: await queue.url(shape.name), AttributeNames: ['All'] }),
      );
      expect(Attributes?.VisibilityTimeout).toBe(String(shape.visibilityTimeoutS));
      expect(Attributes?.MessageRetentionPeriod).toBe(String(shape.retentionDays * 86_400));
      expect(Attributes?.RedrivePolicy !== undefined).toBe(shape.deadLetter !== undefined);
    },
  );
});
