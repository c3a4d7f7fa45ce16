import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';
import { awaitAnswer, awaitConditionalWrite } from './await-answer.ts';
import { ContendedItemError } from './errors.ts';
import { pauseAfter } from './pause-after.ts';
import { assertReadable, readItem } from './read-item.ts';

export type Key = Readonly<Record<string, string>>;
/** `revision` is 1 for the first write and grows by 1 with each. */
type Versioned = { readonly revision: number };

/** A change of the current item: `next` is written if it is given; `result` is for the caller. */
export type ItemChange<T, R> = (current: T | undefined) => { readonly next?: T; readonly result: R };

export type BeforeWrite<T> = (current: T | undefined, next: T) => Promise<void>;

export type VersionedTable<T extends Versioned> = {
  /** A strong read. */
  get(key: Key): Promise<T | undefined>;
  /**
   * Reads the item, applies the change, and writes on the condition that the revision is still the one that was read.
   * If another writer was faster it starts again, up to 12 times, so `change` must be a pure function.
   *
   * @param beforeWrite is awaited before each try to write. If it throws, nothing is written.
   * @throws {ContendedItemError} if other writers were faster each time.
   */
  change<R>(key: Key, change: ItemChange<T, R>, beforeWrite?: BeforeWrite<T>): Promise<R>;
  /**
   * Writes if the item has the revision before `item`'s, or if it is absent and `item`'s revision is 1.
   *
   * @returns whether it was written.
   * @throws {UnwritableItemError} if `get` would refuse the item.
   */
  put(key: Key, item: T): Promise<boolean>;
  /** Deletes the item, if it exists. */
  remove(key: Key): Promise<void>;
};

const MAX_TRIES = 12;

/**
 * A table whose writes are all conditional on the revision. That is enough: we use no transactions.
 *
 * @param knownVersion the highest `schemaVersion` of its items that this service knows. Some items have none.
 */
export const makeVersionedTable = <S extends z.ZodType<Versioned>>(
  documents: DynamoDBDocumentClient,
  table: string,
  schema: S,
  knownVersion = Infinity,
): VersionedTable<z.infer<S>> => {
  type T = z.infer<S>;
  const nameOf = (key: Key): string => `${table} ${JSON.stringify(key)}`;
  const get = async (key: Key): Promise<T | undefined> => {
    const read = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
    const { Item } = await awaitAnswer(documents.send(read));
    return Item && readItem(schema, Item, nameOf(key), knownVersion);
  };
  const put = async (key: Key, item: T): Promise<boolean> => {
    assertReadable(schema, item, nameOf(key));
    return awaitConditionalWrite(documents.send(new PutCommand({ TableName: table, ...putOf(key, item) })));
  };
  return {
    get,
    put,
    change: async (key, change, beforeWrite) => {
      for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
        const current = await get(key);
        const { next, result } = change(current);
        if (!next) return result;
        assertReadable(schema, next, nameOf(key));
        await beforeWrite?.(current, next);
        if (await put(key, next)) return result;
        await pauseAfter(tries);
      }
      throw new ContendedItemError(nameOf(key), MAX_TRIES);
    },
    remove: async (key) => {
      await awaitAnswer(documents.send(new DeleteCommand({ TableName: table, Key: key })));
    },
  };
};

const putOf = (key: Key, item: Versioned) => ({
  Item: { ...item, ...key },
  ExpressionAttributeNames: { '#revision': 'revision' },
  ...(item.revision === 1
    ? { ConditionExpression: 'attribute_not_exists(#revision)' }
    : {
        ConditionExpression: '#revision = :expected',
        ExpressionAttributeValues: { ':expected': item.revision - 1 },
      }),
});
