import type { AwsClients } from './aws-clients.ts';
import { provisionBuckets } from './provision-buckets.ts';
import { provisionQueues } from './provision-queues.ts';
import { provisionStateMachine } from './provision-state-machine.ts';
import { provisionTables } from './provision-tables.ts';
import { provisionTopics, type TopicArns } from './provision-topics.ts';

export type { TopicArns } from './provision-topics.ts';

export type ProvisionOptions = {
  /** First part of every name. Bucket names are global on AWS, so prefixes must differ there. */
  readonly prefix: string;
  /** Each gets its own bucket. */
  readonly linesOfBusiness: readonly string[];
};

export type Provisioned = { readonly topicArns: TopicArns; readonly stateMachineArn: string };

/**
 * Creates every table, queue, topic, subscription, bucket and state machine of the topology, on emulators or on AWS.
 *
 * May be repeated: existing resources keep their content. It does not change the keys or indexes of an existing table,
 * nor the attributes of an existing subscription (AWS refuses different ones).
 */
export const provision = async (
  clients: AwsClients,
  { prefix, linesOfBusiness }: ProvisionOptions,
): Promise<Provisioned> => {
  const [queueArns] = await Promise.all([
    provisionQueues(clients.sqs, prefix),
    provisionTables(clients.dynamodb, prefix),
    provisionBuckets(clients.s3, prefix, linesOfBusiness),
  ]);
  return {
    topicArns: await provisionTopics(clients.sns, prefix, queueArns),
    stateMachineArn: await provisionStateMachine(clients, prefix),
  };
};
