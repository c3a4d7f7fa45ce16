import { physicalName, type TopicShape, topics } from '@recordings/topology';
import { PREFIX, synthesizeData } from '../../../test/data-stack.ts';

const all = Object.values<TopicShape>(topics);
const named = (name: string): string => `<${physicalName(PREFIX, name)}>`;

describe('topics', () => {
  const stage = synthesizeData();

  it('are those of the topology, encrypted by our key', () => {
    expect(stage.ofType('AWS::SNS::Topic').map(({ Properties }) => Properties)).toEqual(
      all.map(({ name }) => ({ TopicName: physicalName(PREFIX, name), KmsMasterKeyId: '<KeysData>' })),
    );
  });

  it.each(all)(
    '$name delivers raw to its queues, by their filters, with a DLQ',
    ({ name, subscriptions, undelivered }) => {
      const made = stage
        .ofType('AWS::SNS::Subscription')
        .map(({ Properties }) => Properties)
        .filter(({ TopicArn }) => TopicArn === named(name));
      expect(made).toEqual(
        subscriptions.map(({ queue, filterPolicy }) => ({
          TopicArn: named(name),
          Protocol: 'sqs',
          Endpoint: named(queue),
          RawMessageDelivery: true,
          RedrivePolicy: { deadLetterTargetArn: named(undelivered) },
          ...(filterPolicy && { FilterPolicy: filterPolicy }),
        })),
      );
    },
  );

  it.each(all)('$name refuses messages without TLS', ({ name }) => {
    expect(stage.topicPolicy(name)).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: ['sns:Publish'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it.each([
    ['reconciliation-events', ['pooler', 'ops', 'operator']],
    ['recording-events', ['ingestion-api', 'downloader', 'ops', 'operator']],
  ])('%s refuses messages of every principal but the roles of %j', (name, apps) => {
    expect(stage.topicPolicy(name)).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: ['sns:Publish'],
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': apps.map(named) } },
      }),
    );
  });

  it.each(all)(
    '$name refuses subscriptions by other accounts, and any but of a queue of this stage',
    ({ name }) => {
      const conditions = stage
        .topicPolicy(name)
        .filter(({ Effect, Action }) => Effect === 'Deny' && Action.includes('sns:Subscribe'))
        .map(({ Condition }) => Condition);
      expect(conditions).toEqual([
        { StringNotEquals: { 'aws:PrincipalAccount': '111111111111' } },
        { StringNotLike: { 'sns:Endpoint': 'arn:aws:sqs:eu-west-1:111111111111:test-*' } },
      ]);
    },
  );

  it('allow nothing by their own policies', () => {
    for (const { name } of all) {
      expect(stage.topicPolicy(name).filter(({ Effect }) => Effect === 'Allow')).toEqual([]);
    }
  });
});
