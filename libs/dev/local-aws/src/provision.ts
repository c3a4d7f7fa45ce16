import type { AwsClients } from './aws-clients.ts';
import { provisionBuckets } from './provision-buckets.ts';
import { provisionQueues } from './provision-queues.ts';
import { provisionTables } from './provision-tables.ts';
import { provisionTopics, type TopicArns } from './provision-topics.ts';

export type { TopicArns } from './provision-topics.ts';

export type ProvisionOptions = {
  /** First part of every name. Bucket names are global on AWS, so prefixes must differ there. */
  readonly prefix: string;
  /** Each gets its own bucket. */
  readonly linesOfBusiness: readonly string[];
};

/**
 * Creates every table, queue, topic, subscription and bucket of the topology, on emulators or on AWS. The state machine is
 * created by `provisionStateMachine`.
 *
 * May be repeated: existing resources keep their content. It does not change the keys or indexes of an existing table,
 * nor the attributes of an existing subscription (AWS refuses different ones).
 */
export const provision = async (
  clients: AwsClients,
  { prefix, linesOfBusiness }: ProvisionOptions,
): Promise<{ readonly topicArns: TopicArns }> => {
  const [queueArns] = await Promise.all([
    provisionQueues(clients.sqs, prefix),
    provisionTables(clients.dynamodb, prefix),
    provisionBuckets(clients.s3, prefix, linesOfBusiness),
  ]);
  return { topicArns: await provisionTopics(clients.sns, prefix, queueArns) };
};
