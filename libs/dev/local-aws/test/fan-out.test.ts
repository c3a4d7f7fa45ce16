import { type MessageAttributeValue, PublishBatchCommand, PublishCommand } from '@aws-sdk/client-sns';
import { queues } from '@recordings/topology';
import { type ProvisionedAws, startProvisionedAws } from '../src/index.ts';
import { makeQueueClient } from './queue-client.ts';

const text = (value: string): MessageAttributeValue => ({ DataType: 'String', StringValue: value });

const workQueues = [queues.reconciliationHigh, queues.reconciliationNormal, queues.reconciliationLow];
const taps = [queues.analytics, queues.audit];

describe('reconciliation events', () => {
  let local: ProvisionedAws;

  beforeEach(async () => {
    local = await startProvisionedAws();
  });
  afterEach(() => local.stop());

  const publish = (body: string, attributes?: Record<string, MessageAttributeValue>) =>
    local.clients.sns.send(
      new PublishCommand({
        TopicArn: local.topicArns.reconciliationEvents,
        Message: body,
        MessageAttributes: attributes,
      }),
    );

  /** Names of the `candidates` that hold a message now. This SNS delivers before it answers. */
  const reached = async (candidates: readonly { name: string }[]): Promise<string[]> => {
    const { receive } = makeQueueClient(local.clients.sqs, local.prefix);
    const found = await Promise.all(
      candidates.map(async ({ name }) => ((await receive(name)).length > 0 ? [name] : [])),
    );
    return found.flat();
  };

  it.each([
    ['high', 'reconciliation-high'],
    ['normal', 'reconciliation-normal'],
    ['low', 'reconciliation-low'],
    ['an unknown priority', 'reconciliation-normal'],
  ])('of priority %s reach %s alone', async (priority, expected) => {
    await publish('window', { priority: text(priority) });
    expect(await reached(workQueues)).toEqual([expected]);
  });

  it('without a priority reach the normal queue alone', async () => {
    await publish('window', { schemaVersion: text('1') });
    expect(await reached(workQueues)).toEqual(['reconciliation-normal']);
  });

  // As on AWS, `exists: false` matches only a message with some attribute, so publishers must send one.
  it('without any attribute reach the analytics and audit queues only', async () => {
    await publish('window');
    expect(await reached([...workQueues, ...taps])).toEqual(taps.map(({ name }) => name));
  });

  it('arrive raw: the body is the message, attributes are kept', async () => {
    const body = JSON.stringify({ groupId: 'acme', note: 'ñandú 📞' });
    await publish(body, { priority: text('high') });

    const { receive } = makeQueueClient(local.clients.sqs, local.prefix);
    const [message] = await receive('reconciliation-high', { MessageAttributeNames: ['All'] });
    expect(message?.Body).toBe(body);
    expect(message?.MessageAttributes?.priority?.StringValue).toBe('high');
  });

  it('published in a batch are each filtered', async () => {
    const priorities = ['high', 'high', 'low', 'normal'];
    const { Successful, Failed } = await local.clients.sns.send(
      new PublishBatchCommand({
        TopicArn: local.topicArns.reconciliationEvents,
        PublishBatchRequestEntries: priorities.map((priority, index) => ({
          Id: `${index}`,
          Message: priority,
          MessageAttributes: { priority: text(priority) },
        })),
      }),
    );
    expect([Successful?.length, Failed ?? []]).toEqual([4, []]);

    const { receive } = makeQueueClient(local.clients.sqs, local.prefix);
    const bodies = async (name: string) => (await receive(name)).map(({ Body }) => Body);
    expect(await bodies('reconciliation-high')).toEqual(['high', 'high']);
    expect(await bodies('reconciliation-low')).toEqual(['low']);
    expect(await bodies('reconciliation-normal')).toEqual(['normal']);
    expect(await bodies('reconciliation-analytics')).toHaveLength(4);
  });

  it('do not mix with recording events, which reach the audit queue alone', async () => {
    await local.clients.sns.send(
      new PublishCommand({ TopicArn: local.topicArns.recordingEvents, Message: 'stored' }),
    );
    expect(await reached([...workQueues, ...taps])).toEqual(['audit']);
  });
});
