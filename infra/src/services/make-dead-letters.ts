import { physicalName } from '@recordings/topology';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Days, the maximum of SQS. */
const RETENTION_DAYS = 14;

export type DeadLetters = {
  readonly id: string;
  readonly prefix: string;
  /** Of the queue, without the prefix. */
  readonly name: string;
  /** A sentence: whose DLQ it is. */
  readonly reason: string;
};

/** Makes the DLQ of a schedule or a rule: what AWS could not send. It has no personal data. */
export const makeDeadLetters = (scope: Construct, { id, prefix, name, reason }: DeadLetters): Queue => {
  const queue = new Queue(scope, id, {
    queueName: physicalName(prefix, name),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(RETENTION_DAYS),
  });
  Validations.of(queue).acknowledge({ id: 'AwsSolutions::AwsSolutions-SQS3', reason });
  return queue;
};
