import {
  DescribeTableCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { makeDynamoDbClient } from '@recordings/dynamodb-stores';
import { physicalName, type TableShape, tables } from '@recordings/topology';
import { type Check, type Finding, fault } from '../check.ts';
import { type Place, sayHowToMake } from '../place.ts';

type Keys = { readonly partitionKey: string; readonly sortKey?: string };

/** Whether each table exists with its keys and indexes, and can be used. */
export const checkTables = (place: Place): Check => ({
  name: 'tables',
  run: async (signal) => {
    const client = makeDynamoDbClient();
    const shapes = Object.values<TableShape>(tables);
    try {
      const findings = await Promise.all(shapes.map((shape) => checkTable(client, place, shape, signal)));
      return { looked: `${shapes.length} tables with their indexes`, findings: findings.flat() };
    } finally {
      client.destroy();
    }
  },
});

const checkTable = async (
  client: DynamoDBClient,
  place: Place,
  shape: TableShape,
  abortSignal: AbortSignal,
): Promise<Finding[]> => {
  const name = physicalName(place.prefix, shape.name);
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }), { abortSignal });
    return judge(name, Table ?? {}, shape, place);
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    return [fault(`table ${name} does not exist`, sayHowToMake(place))];
  }
};

/** INACCESSIBLE_ENCRYPTION_CREDENTIALS: DynamoDB may not use the KMS key. */
const judge = (name: string, table: TableDescription, shape: TableShape, place: Place): Finding[] => {
  const { TableStatus: status, GlobalSecondaryIndexes: indexes = [] } = table;
  if (status !== 'ACTIVE')
    return [
      fault(
        `table ${name} is ${status}`,
        'wait until it is ACTIVE; with INACCESSIBLE_ENCRYPTION_CREDENTIALS enable its KMS key',
      ),
    ];
  const wrongKeys = hasKeys(table.KeySchema, shape)
    ? []
    : [
        fault(
          `table ${name} has other keys than this version`,
          'RESOURCE_PREFIX names a stage of another system; correct it',
        ),
      ];
  const wrongIndexes = shape.indexes.flatMap((wanted) => {
    const index = indexes.find(({ IndexName }) => IndexName === wanted.name);
    if (index && hasKeys(index.KeySchema, wanted) && (index.IndexStatus ?? 'ACTIVE') === 'ACTIVE') return [];
    const state = index ? `is ${index.IndexStatus}, or has other keys` : 'is missing';
    return [fault(`index ${wanted.name} of ${name} ${state}`, sayHowToMake(place))];
  });
  return [...wrongKeys, ...wrongIndexes];
};

const hasKeys = (
  schema: readonly KeySchemaElement[] | undefined,
  { partitionKey, sortKey }: Keys,
): boolean => {
  const nameOf = (type: string) => schema?.find(({ KeyType }) => KeyType === type)?.AttributeName;
  return nameOf('HASH') === partitionKey && nameOf('RANGE') === sortKey;
};
