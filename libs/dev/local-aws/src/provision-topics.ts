import { CreateTopicCommand, type SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { physicalName, type SubscriptionShape, type TopicShape, topics } from '@recordings/topology';
import type { QueueArns } from './provision-queues.ts';

export type TopicArns = { readonly [Name in keyof typeof topics]: string };

/** Creates the topics and subscribes their queues: raw, filtered, with a DLQ. */
export const provisionTopics = async (
  sns: SNSClient,
  prefix: string,
  queueArns: QueueArns,
): Promise<TopicArns> => {
  const [reconciliationEvents, recordingEvents] = await Promise.all([
    provisionTopic(sns, prefix, topics.reconciliationEvents, queueArns),
    provisionTopic(sns, prefix, topics.recordingEvents, queueArns),
  ]);
  return { reconciliationEvents, recordingEvents };
};

const provisionTopic = async (
  sns: SNSClient,
  prefix: string,
  shape: TopicShape,
  queueArns: QueueArns,
): Promise<string> => {
  const name = physicalName(prefix, shape.name);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name }));
  if (TopicArn === undefined) throw new Error(`SNS answered without an ARN for topic ${name}`);

  for (const subscription of shape.subscriptions) {
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint: queueArns.get(subscription.queue),
        Attributes: attributesOf(subscription, queueArns.get(shape.undelivered)),
      }),
    );
  }
  return TopicArn;
};

const attributesOf = (
  { filterPolicy }: SubscriptionShape,
  undeliveredArn: string | undefined,
): Record<string, string> => ({
  RawMessageDelivery: 'true',
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: undeliveredArn }),
  ...(filterPolicy === undefined ? {} : { FilterPolicy: JSON.stringify(filterPolicy) }),
});
