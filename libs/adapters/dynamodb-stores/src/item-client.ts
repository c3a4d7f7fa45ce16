import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

export type Key = Readonly<Record<string, string>>;

/** An item to write, with its key. */
export type ItemWrite = {
  readonly table: string;
  readonly item: object;
  /** The item as DynamoDB's JSON; undefined if only the SDK can encode it. */
  readonly json: string | undefined;
  /** The revision that the stored item must have; undefined: there must be none. */
  readonly expectedRevision: number | undefined;
  /** The key, and the stored item of that revision without its key, if it is known. Else the write replaces what is stored. */
  readonly replaces?: { readonly key: Key; readonly stored: object } | undefined;
};

/** Reads, writes and deletes items. It throws the errors of the SDK. */
export type ItemClient = {
  /** A strong read. */
  get(table: string, key: Key): Promise<object | undefined>;
  put(write: ItemWrite): Promise<unknown>;
  remove(table: string, key: Key): Promise<unknown>;
};

export const makeSdkItemClient = (dynamodb: DynamoDBClient): ItemClient => ({
  get: async (table, key) => {
    const read = new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true });
    const { Item } = await dynamodb.send(read);
    return Item && unmarshall(Item);
  },
  put: async ({ table, item, json, expectedRevision }) =>
    dynamodb.send(
      new PutItemCommand({
        TableName: table,
        // `marshall` refuses an object that has a field named `constructor`.
        Item:
          json === undefined
            ? marshall(item, { removeUndefinedValues: true })
            : (JSON.parse(json) as Record<string, AttributeValue>),
        ...conditionOf(expectedRevision),
      }),
    ),
  remove: (table, key) => dynamodb.send(new DeleteItemCommand({ TableName: table, Key: marshall(key) })),
});

/** The condition of a write: all of its parameters beside the table and the item. */
export const conditionOf = (expectedRevision: number | undefined) => ({
  ExpressionAttributeNames: { '#revision': 'revision' },
  ...(expectedRevision === undefined
    ? { ConditionExpression: 'attribute_not_exists(#revision)' }
    : {
        ConditionExpression: '#revision = :expected',
        ExpressionAttributeValues: { ':expected': { N: String(expectedRevision) } },
      }),
});
