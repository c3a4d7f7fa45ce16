import { CreateQueueCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

export type QueuePair = { readonly queueUrl: string; readonly deadLetterQueueUrl: string };

/** A queue of its own for one test, and the DLQ that its redrive policy names. */
export const createQueues = async (sqs: SQSClient, name: string, maxReceives = 100): Promise<QueuePair> => {
  const create = async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    if (QueueUrl === undefined) throw new Error(`no queue ${QueueName}`);
    return QueueUrl;
  };
  const deadLetterQueueUrl = await create(`${name}-dlq`);
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${name}-dlq`,
    maxReceiveCount: maxReceives,
  });
  return { queueUrl: await create(name, { RedrivePolicy }), deadLetterQueueUrl };
};

/** Messages that are visible now, or become visible within `waitS`. */
export const receive = async (sqs: SQSClient, queueUrl: string, waitS = 0): Promise<Message[]> => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: waitS,
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
};
