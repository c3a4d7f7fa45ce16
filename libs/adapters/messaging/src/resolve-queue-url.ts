import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { awsFault } from './aws-fault.ts';
import { QueueUnusableError } from './errors.ts';

/** @throws {QueueUnusableError} naming the queue, if it does not exist or we may not see it. */
export const resolveQueueUrl = async (sqs: SQSClient, name: string): Promise<string> => {
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    if (QueueUrl !== undefined) return QueueUrl;
  } catch (error) {
    throw awsFault(error, `queue ${name}`, QueueUnusableError);
  }
  throw new QueueUnusableError(`queue ${name} has no URL`);
};
