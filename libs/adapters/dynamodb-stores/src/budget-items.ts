import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, NumberValue, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type ReadBudget, type RequestBudget, readBudget } from '@recordings/reconciliation';
import { awaitAnswer, awaitConditionalWrite } from './await-answer.ts';
import { ContendedItemError } from './errors.ts';
import { pauseAfter } from './pause-after.ts';

/** A change of the budget: `next` is written if it is given; `result` is for the caller. It must be a pure function. */
export type BudgetChange<R> = (read: ReadBudget) => { readonly next?: RequestBudget; readonly result: R };

type Item = Readonly<Record<string, unknown>>;

/** The form of the attributes that are written here. */
const VERSION = 1;
const MAX_TRIES = 12;

/**
 * The budgets of OCP hosts, one item each. Unlike other items they are read whatever is in them: one wrong attribute must
 * not stop all requests. Attributes that are unknown here are kept.
 */
export const makeBudgetItems = (dynamodb: DynamoDBClient, table: string) => {
  const documents = makeExactClient(dynamodb);
  const get = async (id: string): Promise<Item> => {
    const read = new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true });
    return (await awaitAnswer(documents.send(read))).Item ?? { id };
  };
  const put = (item: Item, next: RequestBudget): Promise<boolean> =>
    awaitConditionalWrite(documents.send(new PutCommand({ TableName: table, ...putOf(item, next) })));

  return {
    /** @throws {ContendedItemError} if other writers were faster 12 times. */
    change: async <R>(name: string, change: BudgetChange<R>): Promise<R> => {
      const id = `ocp-budget#${name}`;
      for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
        const item = await get(id);
        const { next, result } = change(readBudget(item));
        if (!next || (await put(item, next))) return result;
        await pauseAfter(tries);
      }
      throw new ContendedItemError(`${table} ${id}`, MAX_TRIES);
    },
  };
};

/** Keeps a number that JavaScript cannot represent as it was read, so that it can be compared and written again. */
const makeExactClient = (dynamodb: DynamoDBClient): DynamoDBDocumentClient => {
  const wrapNumbers = (digits: string): number | NumberValue => {
    const number = Number(digits);
    const isExact = String(number) === digits && Math.abs(number) <= Number.MAX_SAFE_INTEGER;
    return isExact ? number : NumberValue.from(digits);
  };
  return DynamoDBDocumentClient.from(dynamodb, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers },
  });
};

const putOf = (item: Item, next: RequestBudget) => {
  const { revision } = item;
  return {
    Item: { ...item, ...next, version: VERSION, revision: revisionAfter(revision) },
    ExpressionAttributeNames: { '#revision': 'revision' },
    // Equal to what was read, whatever it was: a person may have written anything.
    ...(revision === undefined
      ? { ConditionExpression: 'attribute_not_exists(#revision)' }
      : { ConditionExpression: '#revision = :read', ExpressionAttributeValues: { ':read': revision } }),
  };
};

const revisionAfter = (revision: unknown): number =>
  Number.isSafeInteger(revision) && (revision as number) < Number.MAX_SAFE_INTEGER
    ? (revision as number) + 1
    : 1;
