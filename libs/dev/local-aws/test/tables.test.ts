import {
  type AttributeValue,
  DescribeTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { physicalName, reconciliationIndex, type TableShape, tables } from '@recordings/topology';
import { type ProvisionedAws, startProvisionedAws } from '../src/index.ts';

const keyOf = (callId: string) => ({ pk: { S: `acme#${callId}` }, sk: { S: 'call' } });

describe('tables', () => {
  let local: ProvisionedAws;
  let dynamodb: DynamoDBClient;
  let TableName: string;

  beforeAll(async () => {
    local = await startProvisionedAws();
    TableName = physicalName(local.prefix, tables.callRecords.name);
    dynamodb = local.clients.dynamodb;
  });
  afterAll(() => local.stop());

  const pendingIn = async (shard: string): Promise<Record<string, AttributeValue>[]> => {
    const { Items } = await dynamodb.send(
      new QueryCommand({
        TableName,
        IndexName: reconciliationIndex.name,
        KeyConditionExpression: 'reconciliationShard = :shard',
        ExpressionAttributeValues: { ':shard': { S: shard } },
      }),
    );
    return Items ?? [];
  };

  it('refuse to create an existing item', async () => {
    const create = () =>
      dynamodb.send(
        new PutItemCommand({
          TableName,
          Item: keyOf('created'),
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    await create();
    await expect(create()).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  it('accept one of 20 concurrent conditional updates', async () => {
    await dynamodb.send(
      new PutItemCommand({ TableName, Item: { ...keyOf('claimed'), version: { N: '1' } } }),
    );
    const claims = Array.from({ length: 20 }, () =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: keyOf('claimed'),
          UpdateExpression: 'SET version = :next',
          ConditionExpression: 'version = :expected',
          ExpressionAttributeValues: { ':next': { N: '2' }, ':expected': { N: '1' } },
        }),
      ),
    );
    const results = await Promise.allSettled(claims);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('keep an item in the sparse index only while it has a shard, with the projected attributes', async () => {
    const call = {
      callTimestamp: { S: '2026-01-01T00:00:00.000Z' },
      groupId: { S: 'g' },
      secret: { S: 's' },
    };
    await dynamodb.send(new PutItemCommand({ TableName, Item: { ...keyOf('unsharded'), ...call } }));
    await dynamodb.send(
      new PutItemCommand({
        TableName,
        Item: { ...keyOf('sharded'), ...call, reconciliationShard: { S: 'shard-1' } },
      }),
    );

    const { secret, ...projected } = call;
    expect(secret).toBeDefined();
    expect(await pendingIn('shard-1')).toEqual([
      { ...keyOf('sharded'), ...projected, reconciliationShard: { S: 'shard-1' } },
    ]);

    await dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: keyOf('sharded'),
        UpdateExpression: 'REMOVE reconciliationShard',
      }),
    );
    expect(await pendingIn('shard-1')).toEqual([]);
  });

  it.each(Object.values<TableShape>(tables))(
    'have the keys and indexes of the topology: $name',
    async (shape) => {
      const { Table } = await dynamodb.send(
        new DescribeTableCommand({ TableName: physicalName(local.prefix, shape.name) }),
      );
      const keysOf = (schema: { AttributeName?: string }[] = []) => schema.map((key) => key.AttributeName);

      expect(keysOf(Table?.KeySchema)).toEqual([shape.partitionKey, shape.sortKey].filter(Boolean));
      const indexes = new Map(
        Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema }) => [IndexName, keysOf(KeySchema)]),
      );
      expect(indexes).toEqual(
        new Map(shape.indexes.map(({ name, partitionKey, sortKey }) => [name, [partitionKey, sortKey]])),
      );
    },
  );
});
