import { DeleteTableCommand, type DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import {
  DeleteRuleCommand,
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListBucketsCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DeleteStateMachineCommand, paginateListStateMachines, type SFNClient } from '@aws-sdk/client-sfn';
import { DeleteTopicCommand, paginateListTopics, type SNSClient } from '@aws-sdk/client-sns';
import { DeleteQueueCommand, paginateListQueues, type SQSClient } from '@aws-sdk/client-sqs';
import type { AwsClients } from './aws-clients.ts';

/**
 * Removes every table, queue, topic, bucket, state machine and rule whose name begins with `{prefix}-`, with their content.
 *
 * @throws {AggregateError} if some could not be removed. The others are removed all the same.
 */
export const removeResources = async (clients: AwsClients, prefix: string): Promise<void> => {
  const begin = `${prefix}-`;
  const results = await Promise.allSettled([
    removeTables(clients.dynamodb, begin),
    removeTopics(clients.sns, begin).then(() => removeQueues(clients.sqs, begin)),
    removeBuckets(clients.s3, begin),
    removeStateMachines(clients.sfn, begin),
    removeRules(clients.events, begin),
  ]);
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  if (errors.length > 0) throw new AggregateError(errors, `not all resources of ${prefix} were removed`);
};

const removeTables = async (client: DynamoDBClient, begin: string): Promise<void> => {
  for await (const { TableNames = [] } of paginateListTables({ client }, {}))
    for (const TableName of TableNames.filter((name) => name.startsWith(begin)))
      await client.send(new DeleteTableCommand({ TableName }));
};

const removeTopics = async (client: SNSClient, begin: string): Promise<void> => {
  for await (const { Topics = [] } of paginateListTopics({ client }, {}))
    for (const { TopicArn } of Topics.filter((topic) => topic.TopicArn?.includes(`:${begin}`)))
      await client.send(new DeleteTopicCommand({ TopicArn }));
};

const removeQueues = async (client: SQSClient, begin: string): Promise<void> => {
  const pages = paginateListQueues({ client, pageSize: 1000 }, { QueueNamePrefix: begin });
  for await (const { QueueUrls = [] } of pages)
    for (const QueueUrl of QueueUrls) await client.send(new DeleteQueueCommand({ QueueUrl }));
};

const removeStateMachines = async (client: SFNClient, begin: string): Promise<void> => {
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {}))
    for (const { stateMachineArn } of stateMachines.filter(({ name }) => name?.startsWith(begin)))
      await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
};

/** EventBridge refuses to delete a rule that has targets. */
const removeRules = async (client: EventBridgeClient, NamePrefix: string): Promise<void> => {
  const { Rules = [] } = await client.send(new ListRulesCommand({ NamePrefix }));
  for (const { Name } of Rules) {
    const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }));
    const Ids = Targets.map(({ Id }) => Id!);
    if (Ids.length > 0) await client.send(new RemoveTargetsCommand({ Rule: Name, Ids }));
    await client.send(new DeleteRuleCommand({ Name }));
  }
};

const removeBuckets = async (client: S3Client, begin: string): Promise<void> => {
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  for (const { Name: Bucket } of Buckets.filter(({ Name }) => Name?.startsWith(begin))) {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket }))
      for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await client.send(new DeleteBucketCommand({ Bucket }));
  }
};
