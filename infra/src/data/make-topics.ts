import { physicalName, type SubscriptionShape, type TopicShape, topics } from '@recordings/topology';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Queues } from './make-queues.ts';

export type TopicName = keyof typeof topics;
export type Topics = { readonly [Name in TopicName]: Topic };

type TopicOptions = { readonly prefix: string; readonly key: IKey; readonly queues: Queues };

/** Makes the topics and subscribes their queues: raw, filtered, with a DLQ. */
export const makeTopics = (scope: Construct, options: TopicOptions): Topics =>
  Object.fromEntries(
    Object.entries<TopicShape>(topics).map(([id, shape]) => [id, makeTopic(scope, shape, options)]),
  ) as Topics;

const makeTopic = (scope: Construct, shape: TopicShape, { prefix, key, queues }: TopicOptions): Topic => {
  const { name, subscriptions } = shape;
  const topic = new Topic(scope, name, {
    topicName: physicalName(prefix, name),
    masterKey: key,
    enforceSSL: true,
  });
  const undelivered = queues.get(shape.undelivered)!;
  for (const subscription of subscriptions) {
    subscribe(scope, topic, subscription, queues.get(subscription.queue)!, undelivered);
  }
  for (const queue of new Set([...subscriptions.map((one) => queues.get(one.queue)!), undelivered])) {
    admitTopic(queue, topic);
  }
  restrictSubscribers(topic, prefix);
  return topic;
};

const subscribe = (
  scope: Construct,
  topic: Topic,
  { queue: name, filterPolicy }: SubscriptionShape,
  queue: Queue,
  undelivered: Queue,
): void => {
  const subscription = new CfnSubscription(scope, `${topic.node.id}-to-${name}`, {
    topicArn: topic.topicArn,
    protocol: 'sqs',
    endpoint: queue.queueArn,
    rawMessageDelivery: true,
    redrivePolicy: { deadLetterTargetArn: undelivered.queueArn },
    ...(filterPolicy && { filterPolicy }),
  });
  // A message that arrives before the policies of the queues would be lost.
  subscription.node.addDependency(queue, undelivered);
};

const admitTopic = (queue: Queue, { topicArn }: Topic): void => {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('sns.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': topicArn } },
    }),
  );
};

/** A subscription can only be to a queue of this stage. Principals of other accounts can make none. */
const restrictSubscribers = (topic: Topic, prefix: string): void => {
  const { account } = Stack.of(topic);
  const own = Stack.of(topic).formatArn({ service: 'sqs', resource: `${prefix}-*` });
  const deny = (sid: string, conditions: Record<string, Record<string, string>>): PolicyStatement =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['sns:Subscribe'],
      resources: [topic.topicArn],
      conditions,
    });
  topic.addToResourcePolicy(
    deny('SubscribeFromOtherAccounts', { StringNotEquals: { 'aws:PrincipalAccount': account } }),
  );
  topic.addToResourcePolicy(deny('SubscribeOtherEndpoints', { StringNotLike: { 'sns:Endpoint': own } }));
};
