import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type QueryCommandInput,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { UnreadableItemError, UnwritableItemError } from '@recordings/fault';
import { asStoreError, ContendedItemError } from './errors.ts';

export type Key = Readonly<Record<string, string>>;
type Versioned = { readonly revision: number };

/** A change of an item as it stands: what to write, if anything, and what the caller wants to know. */
export type ItemChange<T, R> = (current: T | undefined) => { readonly next?: T; readonly result: R };

export type VersionedTable<T extends Versioned> = {
  /** A strong read. */
  get(key: Key): Promise<T | undefined>;
  /** Reads, changes and writes under the condition that nobody wrote in between; tries again if somebody did. */
  change<R>(key: Key, change: ItemChange<T, R>): Promise<R>;
  /**
   * Writes if the item has the revision before `item`'s, or is absent and this is its first.
   *
   * @returns whether it did.
   * @throws {UnwritableItemError} if `get` would refuse the item.
   */
  put(key: Key, item: T): Promise<boolean>;
  remove(key: Key): Promise<void>;
};

const MAX_TRIES = 12;

/** DynamoDB's conditional writes give us all the consistency that the product rests on; it needs no transactions. */
export const makeVersionedTable = <S extends z.ZodType<Versioned>>(
  documents: DynamoDBDocumentClient,
  table: string,
  schema: S,
): VersionedTable<z.infer<S>> => {
  type T = z.infer<S>;
  const get = async (key: Key): Promise<T | undefined> => {
    const { Item } = await guarded(
      documents.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true })),
    );
    return Item && readItem(schema, Item, `${table} ${JSON.stringify(key)}`);
  };
  const put = async (key: Key, item: T): Promise<boolean> => {
    assertReadable(schema, item, `${table} ${JSON.stringify(key)}`);
    const isFirst = item.revision === 1;
    return wasWritten(
      documents.send(
        new PutCommand({
          TableName: table,
          Item: { ...item, ...key },
          ConditionExpression: isFirst ? 'attribute_not_exists(#revision)' : '#revision = :expected',
          ExpressionAttributeNames: { '#revision': 'revision' },
          ...(!isFirst && { ExpressionAttributeValues: { ':expected': item.revision - 1 } }),
        }),
      ),
    );
  };
  return {
    get,
    put,
    change: async (key, change) => {
      for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
        const { next, result } = change(await get(key));
        if (!next || (await put(key, next))) return result;
        await pause(tries);
      }
      throw new ContendedItemError(`${table} ${JSON.stringify(key)}`, MAX_TRIES);
    },
    remove: async (key) => {
      await guarded(documents.send(new DeleteCommand({ TableName: table, Key: key })));
    },
  };
};

/** Every page of a query, as raw items. */
export async function* queryPages(
  documents: DynamoDBDocumentClient,
  query: QueryCommandInput,
): AsyncGenerator<Record<string, unknown>[]> {
  let from: Record<string, unknown> | undefined;
  do {
    const page = await guarded(documents.send(new QueryCommand({ ...query, ExclusiveStartKey: from })));
    yield page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from);
}

export const readItem = <S extends z.ZodType>(schema: S, item: unknown, name: string): z.infer<S> => {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new UnreadableItemError(`${name} cannot be read: ${z.prettifyError(parsed.error)}`);
};

/** A value in a message is cut to this. */
const MAX_SHOWN = 100;

const assertReadable = (schema: z.ZodType, item: unknown, name: string): void => {
  const parsed = schema.safeParse(item);
  if (parsed.success) return;
  const faults = parsed.error.issues.map(({ path, message }) => {
    const value = path.reduce<unknown>(
      (inner, step) => (inner as Record<PropertyKey, unknown>)?.[step],
      item,
    );
    return `${path.join('.')} = ${String(JSON.stringify(value)).slice(0, MAX_SHOWN)}: ${message}`;
  });
  throw new UnwritableItemError(
    `${name} is not written, for it could not be read again: ${faults.join('; ')}`,
  );
};

/** Whether a conditional write happened. @throws what is not the condition's failure. */
export const wasWritten = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw asStoreError(error);
  }
};

export const guarded = async <R>(request: Promise<R>): Promise<R> => {
  try {
    return await request;
  } catch (error) {
    throw asStoreError(error);
  }
};

/** Longer and less regular with every try, so that contending writers spread out. */
const pause = (tries: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(10 * 2 ** tries, 500)));

export const makeDocumentClient = (dynamodb: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } });
