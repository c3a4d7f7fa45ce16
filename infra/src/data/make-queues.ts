import { deadLetterQueues, physicalName, type QueueShape, queues } from '@recordings/topology';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** By name in the topology. */
export type Queues = ReadonlyMap<string, Queue>;

export type QueueOptions = { readonly prefix: string; readonly key: IKey };

/** Makes the DLQs, then the queues that refer to them. */
export const makeQueues = (scope: Construct, options: QueueOptions): Queues => {
  const made = new Map<string, Queue>();
  for (const shape of deadLetterQueues) {
    made.set(shape.name, makeDeadLetterQueue(scope, shape, options));
  }
  for (const shape of Object.values(queues)) {
    const { queue, maxReceivesBySqs } = shape.deadLetter;
    const deadLetterQueue = { queue: made.get(queue)!, maxReceiveCount: maxReceivesBySqs };
    made.set(shape.name, makeQueue(scope, shape, options, { deadLetterQueue }));
  }
  return made;
};

const makeQueue = (
  scope: Construct,
  { name, visibilityTimeoutS, retentionDays }: QueueShape,
  { prefix, key }: QueueOptions,
  more: Pick<QueueProps, 'deadLetterQueue' | 'redriveAllowPolicy'>,
): Queue =>
  new Queue(scope, name, {
    queueName: physicalName(prefix, name),
    visibilityTimeout: Duration.seconds(visibilityTimeoutS),
    retentionPeriod: Duration.days(retentionDays),
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
    ...more,
  });

/**
 * Only its own queue may move messages to it. SNS sends to a queue of undelivered messages; that is no redrive, so no
 * queue is allowed there.
 */
const makeDeadLetterQueue = (scope: Construct, shape: QueueShape, options: QueueOptions): Queue => {
  const source = Object.values(queues).find(({ deadLetter }) => deadLetter.queue === shape.name);
  const queue = makeQueue(scope, shape, options, {
    redriveAllowPolicy:
      source === undefined
        ? { redrivePermission: RedrivePermission.DENY_ALL }
        : {
            redrivePermission: RedrivePermission.BY_QUEUE,
            sourceQueues: [sourceQueue(scope, physicalName(options.prefix, source.name))],
          },
  });
  if (source === undefined) {
    Validations.of(queue).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'It is the DLQ of the subscriptions of a topic.',
    });
  }
  return queue;
};

/** By its name: a reference would make a cycle, because the source refers to its DLQ. */
const sourceQueue = (scope: Construct, queueName: string) =>
  Queue.fromQueueArn(
    scope,
    `${queueName}-source`,
    Stack.of(scope).formatArn({ service: 'sqs', resource: queueName }),
  );
