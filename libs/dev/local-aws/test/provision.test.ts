import { GetObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  type SNSClient,
} from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { topics } from '@recordings/topology';
import { type ProvisionedAws, provision, startProvisionedAws } from '../src/index.ts';
import { makeQueueClient } from './queue-client.ts';

const subscriptionsOf = async (sns: SNSClient, TopicArn: string) => {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return Promise.all(
    Subscriptions.map(async ({ SubscriptionArn }) => {
      const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      return Attributes;
    }),
  );
};

describe('provision', () => {
  let local: ProvisionedAws;

  beforeEach(async () => {
    local = await startProvisionedAws({ linesOfBusiness: ['sales'] });
  });
  afterEach(() => local.stop());

  it('creates a bucket for each line of business and those of every deployment', async () => {
    const { Buckets } = await local.clients.s3.send(new ListBucketsCommand());
    const ours = Buckets?.map(({ Name }) => Name!).filter((name) => name.startsWith(`${local.prefix}-`));
    expect(ours?.map((name) => name.slice(local.prefix.length + 1)).sort()).toEqual([
      'audit',
      'config',
      'quarantine',
      'recordings-sales',
      'recordings-unassigned',
      'replay',
    ]);
  });

  it('subscribes each queue raw, filtered and with a DLQ', async () => {
    const subscriptions = await subscriptionsOf(local.clients.sns, local.topicArns.reconciliationEvents);
    expect(subscriptions).toHaveLength(topics.reconciliationEvents.subscriptions.length);
    for (const attributes of subscriptions) {
      expect(attributes?.RawMessageDelivery).toBe('true');
      expect(attributes?.RedrivePolicy).toContain(
        `${local.prefix}-${topics.reconciliationEvents.undelivered}`,
      );
    }
    expect(subscriptions.filter((attributes) => attributes?.FilterPolicy !== undefined)).toHaveLength(3);
  });

  it('keeps content and subscriptions when repeated with another line of business', async () => {
    const { clients, prefix, topicArns } = local;
    const { url, receive } = makeQueueClient(clients.sqs, prefix);
    const object = { Bucket: `${prefix}-recordings-sales`, Key: 'kept' };
    await clients.s3.send(new PutObjectCommand({ ...object, Body: 'kept' }));
    await clients.sqs.send(new SendMessageCommand({ QueueUrl: await url('downloads'), MessageBody: 'kept' }));

    const again = await provision(clients, { prefix, linesOfBusiness: ['sales', 'claims'] });

    expect(again.topicArns).toEqual(topicArns);
    expect(await subscriptionsOf(clients.sns, topicArns.reconciliationEvents)).toHaveLength(
      topics.reconciliationEvents.subscriptions.length,
    );
    expect((await receive('downloads')).map(({ Body }) => Body)).toEqual(['kept']);
    const { Body } = await clients.s3.send(new GetObjectCommand(object));
    expect(await Body?.transformToString()).toBe('kept');
  });

  it('keeps two prefixes apart', async () => {
    const other = { prefix: `${local.prefix}-other`, linesOfBusiness: [] };
    const { topicArns } = await provision(local.clients, other);
    expect(topicArns.recordingEvents).not.toBe(local.topicArns.recordingEvents);
  });
});
