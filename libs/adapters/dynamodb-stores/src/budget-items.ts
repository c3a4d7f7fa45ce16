import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, NumberValue, PutCommand } from '@aws-sdk/lib-dynamodb';
import { UnwritableItemError } from '@recordings/fault';
import {
  type ReadBudget,
  type RequestBudget,
  readBudget,
  type TrafficOrders,
} from '@recordings/reconciliation';
import { awaitAnswer, awaitConditionalWrite } from './await-answer.ts';
import { ContendedItemError } from './errors.ts';
import { pauseAfter } from './pause-after.ts';

/** A change of the budget: `next` is written if it is given; `result` is for the caller. It must be a pure function. */
export type BudgetChange<R> = (read: ReadBudget) => { readonly next?: RequestBudget; readonly result: R };

/** `isWritten` is false if there was nothing to write, or another worker was faster. */
export type BudgetChanged<R> = { readonly isWritten: boolean; readonly result: R };

/** A change of what people have ordered. It must be a pure function. */
export type OrdersChange<R> = (orders: TrafficOrders | undefined) => {
  readonly next?: TrafficOrders;
  readonly result: R;
};

/** Workers write the item more than once a second. */
const MAX_ORDER_TRIES = 40;

type Item = Readonly<Record<string, unknown>>;

/** The form of the attributes that are written here. */
const VERSION = 1;

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
  const put = (item: Item, next: Item): Promise<boolean> =>
    awaitConditionalWrite(documents.send(new PutCommand({ TableName: table, ...putOf(item, next) })));

  return {
    /** Reads the budget strongly, applies the change, and writes `next` once, if no other worker wrote meanwhile. */
    change: async <R>(host: string, change: BudgetChange<R>): Promise<BudgetChanged<R>> => {
      const item = await get(`ocp-budget#${host}`);
      const { next, result } = change(readBudget(item));
      return { isWritten: next !== undefined && (await put(item, next)), result };
    },

    /**
     * Reads the orders strongly, applies the change, and writes them beside the budget. It starts again if a worker wrote
     * meanwhile.
     *
     * @throws {UnwritableItemError} if there are orders that cannot be read: they are not replaced.
     */
    changeOrders: async <R>(host: string, change: OrdersChange<R>): Promise<R> => {
      const id = `ocp-budget#${host}`;
      for (let tries = 1; tries <= MAX_ORDER_TRIES; tries += 1) {
        const item = await get(id);
        const { orders, unreadable } = readBudget(item);
        if (unreadable.includes('orders'))
          throw new UnwritableItemError(`the orders of ${id} cannot be read`);
        const { next, result } = change(orders);
        if (!next || (await put(item, { orders: next }))) return result;
        await pauseAfter(tries);
      }
      throw new ContendedItemError(id, MAX_ORDER_TRIES);
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

const putOf = (item: Item, next: Item) => {
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
