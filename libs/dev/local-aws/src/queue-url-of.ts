import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from './aws-clients.ts';

export type QueueUrlClients = Pick<AwsClients, 'sqs'>;

export const queueUrlOf = async ({ sqs }: QueueUrlClients, QueueName: string): Promise<string> => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  return QueueUrl!;
};
