import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { physicalName, queues } from '@recordings/topology';

/** The URL of the queue that receives an event for every stored recording. */
export const auditQueueUrl = async (sqs: SQSClient, prefix: string): Promise<string> => {
  const name = physicalName(prefix, queues.audit.name);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  return QueueUrl!;
};
