import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { ProvisionedAws } from '@recordings/local-aws';

export type QueuePair = { readonly queueUrl: string; readonly deadLetterQueueUrl: string };

/** A queue of its own for one test, and the DLQ that its redrive policy names. */
export const createQueues = async (
  { clients: { sqs }, prefix }: Pick<ProvisionedAws, 'clients' | 'prefix'>,
  name: string,
  maxReceives = 100,
): Promise<QueuePair> => {
  const create = async (queue: string, Attributes: Record<string, string> = {}): Promise<string> => {
    const QueueName = `${prefix}-${queue}`;
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    if (QueueUrl === undefined) throw new Error(`no queue ${QueueName}`);
    return QueueUrl;
  };
  const deadLetterQueueUrl = await create(`${name}-dlq`);
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: await arnOf(sqs, deadLetterQueueUrl),
    maxReceiveCount: maxReceives,
  });
  return { queueUrl: await create(name, { RedrivePolicy }), deadLetterQueueUrl };
};

export const arnOf = async (sqs: SQSClient, QueueUrl: string): Promise<string> => {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  return Attributes!.QueueArn!;
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
