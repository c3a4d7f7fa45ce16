import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from '@recordings/local-aws';
import { physicalName, topics } from '@recordings/topology';

/**
 * Makes a queue that receives an event for every recording that is stored from now on. It is for the one who watches a
 * day: the archiver drains queue `audit`. Local runs only.
 *
 * @returns its URL. The queue exists until the local AWS ends.
 */
export const makeStoredQueue = async (
  { sqs, sns }: Pick<AwsClients, 'sqs' | 'sns'>,
  prefix: string,
): Promise<string> => {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: physicalName(prefix, 'stored-recordings') }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  // A topic that exists is not made again: its ARN is answered.
  const { TopicArn } = await sns.send(
    new CreateTopicCommand({ Name: physicalName(prefix, topics.recordingEvents.name) }),
  );
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: Attributes?.['QueueArn'],
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  return QueueUrl!;
};
