import { type DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { ListQueuesCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

type StoredClients = {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
};

/**
 * Everything that is stored, as text: each object with its key and metadata, each item and each message that waits in a
 * queue. Bytes of audio are left out. Messages become invisible for a second.
 */
export const readStored = async (clients: StoredClients): Promise<string[]> => [
  ...(await readObjects(clients.s3)),
  ...(await readItems(clients.dynamodb)),
  ...(await readMessages(clients.sqs)),
];

const readObjects = async (s3: S3Client): Promise<string[]> => {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const texts = Buckets.map(async ({ Name: Bucket }) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    return Promise.all(
      Contents.map(async ({ Key }) => {
        const { Body, ContentType, Metadata } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        const bytes = Buffer.from(await Body!.transformToByteArray());
        const isAudio = bytes.subarray(0, 4).toString() === 'RIFF';
        return `${Bucket}/${Key} ${ContentType} ${JSON.stringify(Metadata)} ${isAudio ? '' : bytes.toString()}`;
      }),
    );
  });
  return (await Promise.all(texts)).flat();
};

const readItems = async (dynamodb: DynamoDBClient): Promise<string[]> => {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const texts = TableNames.map(async (TableName) => {
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
    return Items.map((item) => `${TableName} ${JSON.stringify(item)}`);
  });
  return (await Promise.all(texts)).flat();
};

const readMessages = async (sqs: SQSClient): Promise<string[]> => {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const texts: string[] = [];
  for (const QueueUrl of QueueUrls) {
    const receive = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 1,
      MessageAttributeNames: ['All'],
    });
    for (let some = await sqs.send(receive); some.Messages?.length; some = await sqs.send(receive)) {
      texts.push(...some.Messages.map((message) => `${QueueUrl} ${JSON.stringify(message)}`));
      if (texts.length > 2_000) break;
    }
  }
  return texts;
};
