import {
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { physicalName } from '@recordings/topology';

/** Finds and reads a queue by its name in the topology. */
export const makeQueueClient = (sqs: SQSClient, prefix: string) => {
  const url = async (queue: string): Promise<string> => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: physicalName(prefix, queue) }));
    if (QueueUrl === undefined) throw new Error(`no queue ${queue}`);
    return QueueUrl;
  };

  const receive = async (
    queue: string,
    options: Omit<ReceiveMessageCommandInput, 'QueueUrl'> = {},
  ): Promise<Message[]> => {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: await url(queue), MaxNumberOfMessages: 10, ...options }),
    );
    return Messages ?? [];
  };

  return { url, receive };
};
