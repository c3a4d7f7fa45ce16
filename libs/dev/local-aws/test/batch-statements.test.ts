import {
  BatchExecuteStatementCommand,
  type BatchStatementRequest,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { physicalName, tables } from '@recordings/topology';
import { type ProvisionedAws, startProvisionedAws } from '../src/index.ts';

describe('BatchExecuteStatement', () => {
  let local: ProvisionedAws;
  let dynamodb: DynamoDBClient;
  let TableName: string;

  beforeAll(async () => {
    local = await startProvisionedAws();
    dynamodb = local.clients.dynamodb;
    TableName = physicalName(local.prefix, tables.coordination.name);
  });
  afterAll(() => local.stop());

  const put = (id: string, n: number) =>
    dynamodb.send(
      new PutItemCommand({ TableName, Item: { id: { S: id }, n: { N: `${n}` }, old: { S: 'x' } } }),
    );
  const read = async (id: string) => {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item;
  };
  /** Sets `n` to the next number and `text`, and removes `old`, if `n` is still this number. */
  const update = (id: string, n: number, text = 'new'): BatchStatementRequest => ({
    Statement: `UPDATE "${TableName}" SET "n"=? SET "te-xt"=? REMOVE "old" WHERE "id"=? AND "n"=?`,
    Parameters: [{ N: `${n + 1}` }, { S: text }, { S: id }, { N: `${n}` }],
  });
  const execute = async (...Statements: BatchStatementRequest[]) => {
    const { Responses } = await dynamodb.send(new BatchExecuteStatementCommand({ Statements }));
    return Responses!.map(({ Error: error }) => error?.Code ?? 'written');
  };

  it('sets and removes attributes of each item whose condition holds, and answers in order', async () => {
    await Promise.all([put('a', 1), put('b', 2), put('c', 1)]);
    expect(await execute(update('a', 1), update('b', 1), update('absent', 1), update('c', 1))).toEqual([
      'written',
      'ConditionalCheckFailed',
      'ConditionalCheckFailed',
      'written',
    ]);
    const written = { n: { N: '2' }, 'te-xt': { S: 'new' } };
    expect(await read('a')).toEqual({ id: { S: 'a' }, ...written });
    expect(await read('c')).toEqual({ id: { S: 'c' }, ...written });
    expect(await read('b')).toEqual({ id: { S: 'b' }, n: { N: '2' }, old: { S: 'x' } });
    expect(await read('absent')).toBeUndefined();
  });

  it('refuses an item that would be too large, and writes the others', async () => {
    await Promise.all([put('small', 1), put('large', 1)]);
    const { Responses } = await dynamodb.send(
      new BatchExecuteStatementCommand({
        Statements: [update('large', 1, 'x'.repeat(410_000)), update('small', 1)],
      }),
    );
    expect(Responses![0]!.Error).toEqual({
      Code: 'ValidationError',
      Message: expect.stringMatching(/item size/i),
    });
    expect(Responses![1]!.Error).toBeUndefined();
    expect((await read('large'))?.['n']).toEqual({ N: '1' });
  });

  it('names a table that does not exist', async () => {
    const { Statement, Parameters } = update('a', 1);
    const lost = { Statement: Statement!.replace(TableName, 'test-absent'), Parameters };
    expect(await execute(lost)).toEqual(['ResourceNotFound']);
  });

  it('gives the new item if the statement asks for it', async () => {
    await put('returned', 1);
    const { Statement, Parameters } = update('returned', 1);
    const Statements = [{ Statement: `${Statement} RETURNING ALL NEW *`, Parameters }];
    const answer = await dynamodb.send(new BatchExecuteStatementCommand({ Statements }));
    expect(answer.Responses).toEqual([{ TableName, Item: await read('returned') }]);
  });

  it('refuses a batch with two statements for one item', async () => {
    await Promise.all([put('twice', 1), put('once', 1)]);
    await expect(
      execute(update('twice', 1), update('once', 1), update('twice', 1, 'x')),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('duplicates'),
    });
  });

  it.each([0, 26])('refuses a batch of %d statements', async (count) => {
    const Statements = Array.from({ length: count }, () => update('many', 1));
    await expect(dynamodb.send(new BatchExecuteStatementCommand({ Statements }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
