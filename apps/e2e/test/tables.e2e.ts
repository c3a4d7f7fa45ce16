import {
  DescribeTimeToLiveCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { physicalName, type TableShape, tables } from '@recordings/topology';

describe('tables', () => {
  let local: ProvisionedAws;

  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterAll(() => local.stop());

  it.each(Object.values<TableShape>(tables))(
    'have the expiry attribute of the topology: $name',
    async ({ name, ttlAttribute }) => {
      const TableName = physicalName(local.prefix, name);
      const { TimeToLiveDescription } = await local.clients.dynamodb.send(
        new DescribeTimeToLiveCommand({ TableName }),
      );
      expect(TimeToLiveDescription?.AttributeName).toBe(ttlAttribute);
      expect(TimeToLiveDescription?.TimeToLiveStatus).toMatch(
        ttlAttribute === undefined ? /^DISABLED$/ : /^ENABL(ED|ING)$/,
      );
    },
  );

  it('refuse an empty string as the key of an index', async () => {
    const TableName = physicalName(local.prefix, tables.callRecords.name);
    const Item = { pk: { S: 'acme#empty' }, sk: { S: 'call' }, reconciliationShard: { S: '' } };
    const put = local.clients.dynamodb.send(new PutItemCommand({ TableName, Item }));
    await expect(put).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('return the stored item with a failed condition', async () => {
    const TableName = physicalName(local.prefix, tables.callRecords.name);
    const Item = { pk: { S: 'acme#returned' }, sk: { S: 'call' }, note: { S: 'stored' } };
    const put = (note: string) =>
      local.clients.dynamodb.send(
        new PutItemCommand({
          TableName,
          Item: { ...Item, note: { S: note } },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
    await put('stored');
    await expect(put('second')).rejects.toMatchObject({ Item });
  });

  it('write several items in one transaction', async () => {
    const TableName = physicalName(local.prefix, tables.coordination.name);
    const TransactItems = ['one', 'two'].map((id) => ({ Put: { TableName, Item: { id: { S: id } } } }));
    const write = local.clients.dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
    await expect(write).resolves.toBeDefined();
  });
});
