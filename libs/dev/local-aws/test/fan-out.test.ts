import { type MessageAttributeValue, PublishBatchCommand, PublishCommand } from '@aws-sdk/client-sns';
import { queues } from '@recordings/topology';
import { type ProvisionedAws, startProvisionedAws } from '../src/index.ts';
import { makeQueueClient } from './queue-client.ts';

const text = (value: string): MessageAttributeValue => ({ DataType: 'String', StringValue: value });

const workQueues = [queues.reconciliationHigh, queues.reconciliationNormal, queues.reconciliationLow];
const taps = [queues.analytics, queues.audit];

/** Skips where services other than the embedded emulators answer. */
const itOnEmulators = process.env['LOCAL_AWS_ENDPOINT'] === undefined ? it : it.skip;

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

  /** Names of the `candidates` that hold a message after the `expected` ones had time to receive theirs. */
  const reached = async (
    candidates: readonly { name: string }[],
    expected: readonly string[],
  ): Promise<string[]> => {
    const { receive } = makeQueueClient(local.clients.sqs, local.prefix);
    const holds = async (name: string, options = {}): Promise<string[]> =>
      (await receive(name, options)).length > 0 ? [name] : [];
    const awaited = await Promise.all(expected.map((name) => holds(name, { WaitTimeSeconds: 20 })));
    const others = candidates.filter(({ name }) => !expected.includes(name));
    return [...awaited, ...(await Promise.all(others.map(({ name }) => holds(name))))].flat();
  };

  /** Receives until `count` messages arrived, or for 20 s without one. */
  const bodiesIn = async (name: string, count: number): Promise<(string | undefined)[]> => {
    const { receive } = makeQueueClient(local.clients.sqs, local.prefix);
    const bodies: (string | undefined)[] = [];
    while (bodies.length < count) {
      const messages = await receive(name, { WaitTimeSeconds: 20 });
      if (messages.length === 0) break;
      bodies.push(...messages.map(({ Body }) => Body));
    }
    return bodies;
  };

  it.each([
    ['high', 'reconciliation-high'],
    ['normal', 'reconciliation-normal'],
    ['low', 'reconciliation-low'],
    ['an unknown priority', 'reconciliation-normal'],
  ])('of priority %s reach %s alone', async (priority, expected) => {
    await publish('window', { priority: text(priority) });
    expect(await reached(workQueues, [expected])).toEqual([expected]);
  });

  it('without a priority reach the normal queue alone', async () => {
    await publish('window', { schemaVersion: text('1') });
    expect(await reached(workQueues, ['reconciliation-normal'])).toEqual(['reconciliation-normal']);
  });

  // As on AWS, `exists: false` matches only a message with some attribute, so publishers must send one. LocalStack
  // delivers such an event: apps/e2e/test/filters.e2e.ts.
  itOnEmulators('without any attribute reach the analytics and audit queues only', async () => {
    await publish('window');
    const names = taps.map(({ name }) => name);
    expect(await reached([...workQueues, ...taps], names)).toEqual(names);
  });

  it('arrive raw: the body is the message, attributes are kept', async () => {
    const body = JSON.stringify({ groupId: 'acme', note: 'ñandú 📞' });
    await publish(body, { priority: text('high') });

    const { receive } = makeQueueClient(local.clients.sqs, local.prefix);
    const [message] = await receive('reconciliation-high', {
      MessageAttributeNames: ['All'],
      WaitTimeSeconds: 20,
    });
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

    expect(await bodiesIn('reconciliation-high', 2)).toEqual(['high', 'high']);
    expect(await bodiesIn('reconciliation-low', 1)).toEqual(['low']);
    expect(await bodiesIn('reconciliation-normal', 1)).toEqual(['normal']);
    expect(await bodiesIn('reconciliation-analytics', 4)).toHaveLength(4);
  });

  it('do not mix with recording events, which reach the audit queue alone', async () => {
    await local.clients.sns.send(
      new PublishCommand({ TopicArn: local.topicArns.recordingEvents, Message: 'stored' }),
    );
    expect(await reached([...workQueues, ...taps], ['audit'])).toEqual(['audit']);
  });
});
