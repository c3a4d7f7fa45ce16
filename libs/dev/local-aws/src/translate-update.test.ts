import { translateUpdate } from './translate-update.ts';

const values = ['1', '2', '3', '4'].map((N) => ({ N }));
const translate = (statement: string, parameters: readonly object[] = values): unknown =>
  translateUpdate(statement, parameters, ['pk', 'sk']);

describe('translateUpdate', () => {
  it('gives what is set, what is removed, the key and the condition to UpdateItem', () => {
    const statement = 'UPDATE "a-b.c" SET "n"=? REMOVE "x-y" WHERE "pk"=? AND "sk"=? AND "n"=?';
    expect(translate(statement)).toEqual({
      TableName: 'a-b.c',
      Key: { pk: { N: '2' }, sk: { N: '3' } },
      UpdateExpression: 'SET #0 = :set0 REMOVE #1',
      ConditionExpression: 'attribute_exists(#2) AND attribute_exists(#3) AND #0 = :is0',
      ExpressionAttributeNames: { '#0': 'n', '#1': 'x-y', '#2': 'pk', '#3': 'sk' },
      ExpressionAttributeValues: { ':set0': { N: '1' }, ':is0': { N: '4' } },
    });
  });

  it.each([
    ['another operation', `SELECT * FROM "t" WHERE "pk"=? AND "sk"=? AND "a"=? AND "b"=?`],
    ['a value in the statement', 'UPDATE "t" SET "n"=1 SET "m"=? WHERE "pk"=? AND "sk"=? AND "n"=?'],
    ['another comparison', 'UPDATE "t" SET "n"=? WHERE "pk"=? AND "sk"=? AND "n"<?'],
    ['a path', 'UPDATE "t" SET "n"."m"=? WHERE "pk"=? AND "sk"=? AND "n"=?'],
    ['a part of the key', 'UPDATE "t" SET "n"=? SET "m"=? WHERE "pk"=? AND "n"=?'],
    ['too many parameters', 'UPDATE "t" SET "n"=? WHERE "pk"=? AND "sk"=?'],
    ['too few parameters', 'UPDATE "t" SET "n"=? SET "m"=? WHERE "pk"=? AND "sk"=? AND "n"=?'],
  ])('refuses a statement with %s', (_, statement) => {
    expect(translate(statement)).toBeUndefined();
  });
});
