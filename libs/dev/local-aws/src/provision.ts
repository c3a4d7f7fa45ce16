import type { AwsClients } from './aws-clients.ts';
import { provisionBuckets } from './provision-buckets.ts';
import { provisionQueues } from './provision-queues.ts';
import { provisionTables } from './provision-tables.ts';
import { provisionTopics, type TopicArns } from './provision-topics.ts';

export type { TopicArns } from './provision-topics.ts';

export type ProvisionOptions = {
  /** Stands before every name. Bucket names are global on AWS, so prefixes must differ there. */
  readonly prefix: string;
  /** Each gets a bucket of its own, beside those that every deployment has. */
  readonly linesOfBusiness: readonly string[];
};

/**
 * Makes every table, queue, topic, subscription and bucket of the topology, whatever serves the clients.
 *
 * Safe to repeat: what exists stays, with its content. It does not change the keys or indexes of a table that
 * exists, nor the attributes of a subscription (AWS refuses a different one).
 */
export const provision = async (
  clients: AwsClients,
  { prefix, linesOfBusiness }: ProvisionOptions,
): Promise<{ topicArns: TopicArns }> => {
  const [queueArns] = await Promise.all([
    provisionQueues(clients.sqs, prefix),
    provisionTables(clients.dynamodb, prefix),
    provisionBuckets(clients.s3, prefix, linesOfBusiness),
  ]);
  return { topicArns: await provisionTopics(clients.sns, prefix, queueArns) };
};
