import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { deadLetterQueues, physicalName, type QueueShape, queues, topics } from '@recordings/topology';

const SECONDS_A_DAY = 86_400;

/** ARN by name of the queue in the topology. */
export type QueueArns = ReadonlyMap<string, string>;

/** Creates the DLQs, then the queues that refer to them. Sets the attributes of existing queues again. */
export const provisionQueues = async (sqs: SQSClient, prefix: string): Promise<QueueArns> => {
  const deadLetterArns = await provisionEach(sqs, prefix, deadLetterQueues, new Map());
  const arns = await provisionEach(sqs, prefix, Object.values(queues), deadLetterArns);
  return new Map([...deadLetterArns, ...arns]);
};

const provisionEach = async (
  sqs: SQSClient,
  prefix: string,
  shapes: readonly QueueShape[],
  deadLetterArns: QueueArns,
): Promise<QueueArns> => {
  const provisioned = shapes.map(async (shape): Promise<[string, string]> => {
    const queueName = physicalName(prefix, shape.name);
    return [shape.name, await provisionQueue(sqs, queueName, shape, deadLetterArns)];
  });
  return new Map(await Promise.all(provisioned));
};

const provisionQueue = async (
  sqs: SQSClient,
  queueName: string,
  shape: QueueShape,
  deadLetterArns: QueueArns,
): Promise<string> => {
  // Created without attributes: CreateQueue refuses a queue that exists with different ones.
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: queueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const arn = Attributes?.QueueArn;
  if (arn === undefined) throw new Error(`SQS answered without an ARN for queue ${queueName}`);

  await sqs.send(
    new SetQueueAttributesCommand({
      QueueUrl,
      Attributes: {
        VisibilityTimeout: String(shape.visibilityTimeoutS),
        MessageRetentionPeriod: String(shape.retentionDays * SECONDS_A_DAY),
        ...redriveOf(shape, deadLetterArns),
        ...(takesFromTopic(shape.name) ? { Policy: JSON.stringify(policyOf(arn)) } : {}),
      },
    }),
  );
  return arn;
};

const redriveOf = ({ deadLetter }: QueueShape, deadLetterArns: QueueArns): Record<string, string> =>
  deadLetter === undefined
    ? {}
    : {
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: deadLetterArns.get(deadLetter.queue),
          maxReceiveCount: deadLetter.maxReceivesBySqs,
        }),
      };

const takesFromTopic = (queue: string): boolean =>
  Object.values(topics).some(
    ({ undelivered, subscriptions }) =>
      undelivered === queue || subscriptions.some((subscription) => subscription.queue === queue),
  );

/** Allows SNS to send to the queue, for topics of the queue's own account only. */
const policyOf = (queueArn: string): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: { StringEquals: { 'aws:SourceAccount': queueArn.split(':')[4] } },
    },
  ],
});
