import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, type EventBridgeClientConfig } from '@aws-sdk/client-eventbridge';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SFNClient, type SFNClientConfig } from '@aws-sdk/client-sfn';
import { SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';
import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';

export type AwsClientConfig = {
  readonly s3: S3ClientConfig;
  readonly sqs: SQSClientConfig;
  readonly sns: SNSClientConfig;
  readonly dynamodb: DynamoDBClientConfig;
  readonly sfn: SFNClientConfig;
  /** Not embedded. */
  readonly events?: EventBridgeClientConfig;
};

export type AwsClients = {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly dynamodb: DynamoDBClient;
  readonly sfn: SFNClient;
  readonly events: EventBridgeClient;
};

/**
 * One client for each AWS service. Without `config` the SDK reads the environment, as in a deployed service. S3 is
 * asked by path, because LocalStack has no host name for each bucket.
 */
export const makeAwsClients = (config?: AwsClientConfig): AwsClients => ({
  s3: new S3Client(config?.s3 ?? { forcePathStyle: true }),
  sqs: new SQSClient(config?.sqs ?? {}),
  sns: new SNSClient(config?.sns ?? {}),
  dynamodb: new DynamoDBClient(config?.dynamodb ?? {}),
  sfn: new SFNClient(config?.sfn ?? {}),
  events: new EventBridgeClient(config?.events ?? {}),
});
