import type { SinkAnswer } from './serve-sink.ts';

type Attribute = Readonly<Record<string, string>>;
type Item = Readonly<Record<string, Attribute>>;
type ItemRequest = {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: Item;
  readonly ReturnValuesOnConditionCheckFailure?: string;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
};

/** DynamoDB that reads, puts on a condition of the revision, and accepts every update without applying it. */
export const makeDynamoDbSink = () => {
  const items = new Map<string, Item>();

  const put = (request: ItemRequest): SinkAnswer => {
    const item = request.Item!;
    const key = keyOf(request.TableName, item);
    const current = items.get(key);
    const expected = request.ExpressionAttributeValues?.[':expected']?.['N'];
    if (request.ConditionExpression !== undefined && current?.['revision']?.['N'] !== expected) {
      return refuse(request, current);
    }
    items.set(key, item);
    return json({});
  };

  return {
    clear: () => items.clear(),
    answer: (action: string, body: string): SinkAnswer => {
      const request = JSON.parse(body) as ItemRequest;
      switch (action) {
        case 'GetItem':
          return json({ Item: items.get(keyOf(request.TableName, request.Key!)) });
        case 'BatchGetItem':
          return json(readBatch(items, request));
        case 'PutItem':
          return put(request);
        default:
          return json({});
      }
    },
  };
};

const readBatch = (items: ReadonlyMap<string, Item>, { RequestItems = {} }: ItemRequest) => ({
  Responses: Object.fromEntries(
    Object.entries(RequestItems).map(([table, { Keys }]) => [
      table,
      Keys.map((key) => items.get(keyOf(table, key))).filter((item) => item !== undefined),
    ]),
  ),
  UnprocessedKeys: {},
});

const keyOf = (table: string, item: Item): string =>
  [table, item['pk']?.['S'], item['sk']?.['S'], item['id']?.['S']].join('\n');

const json = (body: object, status = 200): SinkAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});

const refuse = ({ ReturnValuesOnConditionCheckFailure: kept }: ItemRequest, current?: Item): SinkAnswer =>
  json(
    {
      __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
      Message: 'The conditional request failed',
      ...(kept === 'ALL_OLD' && { Item: current }),
    },
    400,
  );
