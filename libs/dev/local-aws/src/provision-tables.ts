import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { type IndexShape, physicalName, type TableShape, tables } from '@recordings/topology';

const MAX_WAIT_S = 60;

/** Creates the tables with their indexes and waits until they are active. */
export const provisionTables = async (dynamodb: DynamoDBClient, prefix: string): Promise<void> => {
  await Promise.all(
    Object.values<TableShape>(tables).map((shape) =>
      provisionTable(dynamodb, physicalName(prefix, shape.name), shape),
    ),
  );
};

const provisionTable = async (dynamodb: DynamoDBClient, name: string, shape: TableShape): Promise<void> => {
  await createTable(dynamodb, name, shape);
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: MAX_WAIT_S, minDelay: 1 }, { TableName: name });
  if (shape.ttlAttribute !== undefined) await enableExpiry(dynamodb, name, shape.ttlAttribute);
};

const createTable = async (dynamodb: DynamoDBClient, name: string, shape: TableShape): Promise<void> => {
  try {
    await dynamodb.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: attributesOf(shape),
        KeySchema: keySchemaOf(shape),
        GlobalSecondaryIndexes: shape.indexes.length > 0 ? shape.indexes.map(indexOf) : undefined,
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
};

const keySchemaOf = (keys: { partitionKey: string; sortKey?: string }): KeySchemaElement[] => [
  { AttributeName: keys.partitionKey, KeyType: 'HASH' },
  ...(keys.sortKey === undefined ? [] : [{ AttributeName: keys.sortKey, KeyType: 'RANGE' as const }]),
];

const attributesOf = (shape: TableShape): AttributeDefinition[] => {
  const keys = [shape, ...shape.indexes].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]);
  return [...new Set(keys.filter((key) => key !== undefined))].map((key) => ({
    AttributeName: key,
    AttributeType: 'S',
  }));
};

const indexOf = (shape: IndexShape): GlobalSecondaryIndex => ({
  IndexName: shape.name,
  KeySchema: keySchemaOf(shape),
  Projection:
    shape.projection === 'ALL'
      ? { ProjectionType: 'ALL' }
      : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...shape.projection] },
});

const enableExpiry = async (dynamodb: DynamoDBClient, table: string, attribute: string): Promise<void> => {
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: table }));
  // DynamoDB answers with a ValidationException if expiry is enabled twice.
  if (['ENABLED', 'ENABLING'].includes(TimeToLiveDescription?.TimeToLiveStatus ?? '')) return;

  try {
    await dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName: table,
        TimeToLiveSpecification: { AttributeName: attribute, Enabled: true },
      }),
    );
  } catch (error) {
    // dynalite has no expiry and keeps items longer. Services must not rely on when an item expires.
    if (!(error instanceof Error && error.name === 'UnknownOperationException')) throw error;
  }
};
