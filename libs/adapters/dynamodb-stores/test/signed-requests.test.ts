import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { makeSignedHttp } from '@recordings/signed-http';
import type { SignedHttp } from '../src/signed-dynamodb.ts';
import { appended, keyOf, pending } from './call-fixture.ts';
import { storeOf } from './call-store-contract.ts';
import { countCommands } from './count-commands.ts';
import { SIGNED_LIMITS, startSignedDynamodb } from './dynamodb-target.ts';

describe('signed requests to DynamoDB', () => {
  let target: Awaited<ReturnType<typeof startSignedDynamodb>>;
  let table: string;

  beforeAll(async () => {
    target = await startSignedDynamodb();
    table = target.tableNames.callRecords;
  });
  afterAll(() => target.stop());

  /** A store whose signed requests are answered so, and what the SDK sends in their place. */
  const storeAnswering = (send: ReturnType<SignedHttp>) => ({
    calls: storeOf({ dynamodb: target.dynamodb, signedHttp: () => send }, table),
    counting: countCommands(target.dynamodb),
  });

  it('read and write call records with a good signature and without the SDK', async () => {
    const counting = countCommands(target.dynamodb);
    const key = keyOf('signed');
    const calls = storeOf(target, table);
    await calls.change(key, pending(key), { current: undefined });
    await calls.change(key, appended('second'));
    expect(counting.stop()).toEqual({});
    expect(target.proxy.passed.slice(-3)).toEqual([
      'DynamoDB_20120810.PutItem',
      'DynamoDB_20120810.GetItem',
      'DynamoDB_20120810.PutItem',
    ]);
    expect(target.proxy.faults).toEqual([]);
  });

  it.each<[string, ReturnType<SignedHttp>]>([
    ['the connection breaks', () => Promise.reject(new Error('socket hang up'))],
    ['DynamoDB reports a fault of its own', async () => ({ status: 500, body: '{}' })],
    [
      'DynamoDB throttles',
      async () => ({ status: 400, body: '{"__type":"a#ProvisionedThroughputExceededException"}' }),
    ],
    ['the signature is refused', async () => ({ status: 403, body: '' })],
  ])('are repeated by the SDK if %s', async (name, send) => {
    const { calls, counting } = storeAnswering(send);
    const key = keyOf(`repeated, ${name}`);
    expect(await calls.change(key, pending(key))).toBe('changed');
    expect(counting.stop()).toEqual({ GetItemCommand: 1, PutItemCommand: 1 });
    expect((await calls.get(key))?.revision).toBe(1);
  });

  it('are repeated by the SDK after a lost answer, and the change is made once', async () => {
    const send = makeSignedHttp(SIGNED_LIMITS)({ service: 'dynamodb', ...signingOf(target.dynamodb) });
    const key = keyOf('lost');
    const { calls, counting } = storeAnswering(async (request) => {
      await send(request);
      throw new Error('socket hang up');
    });
    expect(await calls.change(key, pending(key))).toBe('unchanged');
    counting.stop();
    expect((await calls.get(key))?.history).toHaveLength(1);
  });

  it('leave binary attributes to the SDK, so that they survive', async () => {
    const calls = storeOf(target, table);
    const key = keyOf('binary');
    await calls.change(key, pending(key));
    const Key = { pk: { S: 'acme#binary' }, sk: { S: 'call' } };
    const read = new GetItemCommand({ TableName: table, Key });
    const { Item } = await target.dynamodb.send(read);
    const newer = { B: new Uint8Array([0, 1, 254, 255]) };
    await target.dynamodb.send(
      new PutItemCommand({ TableName: table, Item: { ...Item, newer, many: { BS: [newer.B] } } }),
    );
    await calls.change(key, appended('second'));
    const after = await target.dynamodb.send(read);
    expect(after.Item).toMatchObject({ revision: { N: '2' }, newer, many: { BS: [newer.B] } });
  });
});

const signingOf = ({ config: { region, credentials } }: DynamoDBClient) => ({ region, credentials });
