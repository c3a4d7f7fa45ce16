import { deadLetterQueues, physicalName, queues, topics } from '@recordings/topology';
import { PREFIX, synthesizeData } from '../../../test/data-stack.ts';

const SECONDS_A_DAY = 86_400;
const ENDED_RULE_ARN = `arn:aws:events:eu-west-1:111111111111:rule/${PREFIX}-workflow-ended`;
const all = [...deadLetterQueues, ...Object.values(queues)];

describe('queues', () => {
  const stage = synthesizeData();

  it('are those of the topology', () => {
    const made = stage.ofType('AWS::SQS::Queue').map(({ Properties }) => Properties['QueueName']);
    expect(made.sort()).toEqual(all.map(({ name }) => physicalName(PREFIX, name)).sort());
  });

  it.each(all)(
    '$name has its visibility timeout and its retention',
    ({ name, visibilityTimeoutS, retentionDays }) => {
      expect(stage.queue(name)).toMatchObject({
        VisibilityTimeout: visibilityTimeoutS,
        MessageRetentionPeriod: retentionDays * SECONDS_A_DAY,
      });
    },
  );

  it.each(all)('$name is encrypted by our key and refuses requests without TLS', ({ name }) => {
    expect(stage.queue(name)['KmsMasterKeyId']).toBe('<KeysData>');
    expect(stage.queuePolicy(name)).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: ['sqs:*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });

  it.each(Object.values(queues))(
    '$name moves a message to its DLQ, and only it may',
    ({ name, deadLetter }) => {
      expect(stage.queue(name)['RedrivePolicy']).toEqual({
        deadLetterTargetArn: `<${PREFIX}-${deadLetter.queue}>`,
        maxReceiveCount: deadLetter.maxReceivesBySqs,
      });
      expect(stage.queue(deadLetter.queue)['RedriveAllowPolicy']).toEqual({
        redrivePermission: 'byQueue',
        sourceQueueArns: [`arn:aws:sqs:eu-west-1:111111111111:${PREFIX}-${name}`],
      });
    },
  );

  it.each(Object.values(topics))('$undelivered is the DLQ of no queue', ({ undelivered }) => {
    expect(stage.queue(undelivered)['RedriveAllowPolicy']).toEqual({ redrivePermission: 'denyAll' });
  });

  it.each(all)(
    '$name admits the topics that are subscribed to it and the rule that sends to it, and no other service',
    ({ name }) => {
      const subscribed = Object.values(topics)
        .filter(
          ({ undelivered, subscriptions }) =>
            undelivered === name || subscriptions.some(({ queue }) => queue === name),
        )
        .map((topic) => `<${physicalName(PREFIX, topic.name)}>`);
      const rules = name === queues.workflowTasks.name ? [ENDED_RULE_ARN] : [];
      const senders = [
        ...subscribed.map((arn) => ['sns.amazonaws.com', arn]),
        ...rules.map((arn) => ['events.amazonaws.com', arn]),
      ];
      const admitted = stage.queuePolicy(name).filter(({ Effect }) => Effect === 'Allow');
      expect(admitted).toEqual(
        senders.map(([Service, arn]) =>
          expect.objectContaining({
            Principal: { Service },
            Action: ['sqs:SendMessage'],
            Condition: { ArnEquals: { 'aws:SourceArn': arn } },
          }),
        ),
      );
    },
  );
});
