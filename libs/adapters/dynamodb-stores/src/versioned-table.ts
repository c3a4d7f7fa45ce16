import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { z } from 'zod';
import { awaitAnswer, awaitConditionalWrite } from './await-answer.ts';
import { ContendedItemError } from './errors.ts';
import type { ItemClient } from './item-client.ts';
import { pauseAfter } from './pause-after.ts';
import { assertReadable, readItem } from './read-item.ts';

export type Key = Readonly<Record<string, string>>;
/** `revision` is 1 for the first write and grows by 1 with each. */
type Versioned = { readonly revision: number };

/** A change of the current item: `next` is written if it is given; `result` is for the caller. */
export type ItemChange<T, R> = (current: T | undefined) => { readonly next?: T; readonly result: R };

export type ChangeOptions<T> = {
  /** Awaited before each try to write. If it throws, nothing is written. */
  readonly beforeWrite?: (current: T | undefined, next: T) => Promise<void>;
  /**
   * What the item is likely to be, in place of the first read. Only a write that succeeds proves it: if the change writes
   * nothing, or another writer was faster, the item is read.
   */
  readonly likely?: { readonly current: T | undefined };
};

export type VersionedTable<T extends Versioned> = {
  /** A strong read. */
  get(key: Key): Promise<T | undefined>;
  /**
   * Reads the item, applies the change, and writes on the condition that the revision is still the one that was read.
   * If another writer was faster it starts again, up to 12 times, so `change` must be a pure function.
   *
   * @throws {ContendedItemError} if other writers were faster each time.
   */
  change<R>(key: Key, change: ItemChange<T, R>, options?: ChangeOptions<T>): Promise<R>;
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
  items: ItemClient,
  table: string,
  schema: S,
  knownVersion = Infinity,
): VersionedTable<z.infer<S>> => {
  type T = z.infer<S>;
  const nameOf = (key: Key): string => `${table} ${JSON.stringify(key)}`;
  const get = async (key: Key): Promise<T | undefined> => {
    const item = await awaitAnswer(getItem(items, table, key));
    return item && readItem(schema, item, nameOf(key), knownVersion);
  };
  const put = (key: Key, item: T): Promise<boolean> =>
    awaitConditionalWrite(writeItem(items, table, key, item));
  return {
    get,
    put: async (key, item) => {
      assertReadable(schema, item, nameOf(key));
      return put(key, item);
    },
    change: async (key, change, { beforeWrite, likely } = {}) => {
      for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
        const isRead = tries > 1 || likely === undefined;
        const current = isRead ? await get(key) : likely.current;
        const { next, result } = change(current);
        if (!next && isRead) return result;
        if (!next) continue;
        assertReadable(schema, next, nameOf(key));
        await beforeWrite?.(current, next);
        if (await put(key, next)) return result;
        if (isRead) await pauseAfter(tries);
      }
      throw new ContendedItemError(nameOf(key), MAX_TRIES);
    },
    remove: async (key) => {
      await awaitAnswer(items.remove({ TableName: table, Key: marshall(key) }));
    },
  };
};

const getItem = async (items: ItemClient, table: string, key: Key): Promise<object | undefined> => {
  const { Item } = await items.get({ TableName: table, Key: marshall(key), ConsistentRead: true });
  return Item && unmarshall(Item);
};

/** Async, so that an item that cannot be written rejects as any other fault does. */
const writeItem = async (items: ItemClient, table: string, key: Key, item: Versioned): Promise<unknown> =>
  items.put({ TableName: table, ...putOf(key, item) });

const putOf = (key: Key, item: Versioned) => ({
  Item: marshall({ ...item, ...key }, { removeUndefinedValues: true }),
  ExpressionAttributeNames: { '#revision': 'revision' },
  ...(item.revision === 1
    ? { ConditionExpression: 'attribute_not_exists(#revision)' }
    : {
        ConditionExpression: '#revision = :expected',
        ExpressionAttributeValues: { ':expected': { N: String(item.revision - 1) } },
      }),
});
