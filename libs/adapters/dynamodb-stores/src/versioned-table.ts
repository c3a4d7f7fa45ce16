import type { z } from 'zod';
import { awaitAnswer, awaitConditionalWrite } from './await-answer.ts';
import { type ChangeOptions, changeItem, type ItemAccess, type ItemChange } from './change-item.ts';
import type { ItemClient, Key } from './item-client.ts';
import { decodeItem, encodeItem } from './item-json.ts';
import { assertReadable, readItem } from './read-item.ts';
import type { RecentItems } from './recent-items.ts';

/** `revision` is 1 for the first write and grows by 1 with each. */
type Versioned = { readonly revision: number };

export type VersionedTable<T extends Versioned> = {
  /** A strong read. */
  get(key: Key): Promise<T | undefined>;
  /**
   * Reads the item, applies the change, and writes on the condition that the revision is still the one that was read.
   * If another writer was faster it starts again, up to 12 times, so `change` must be a pure function. If this process
   * knows what it wrote last, it starts from that, as from a likely item.
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

/**
 * A table whose writes are all conditional on the revision. That is enough: we use no transactions.
 *
 * @param knownVersion the highest `schemaVersion` of its items that this service knows. Some items have none.
 * @param recent keeps what this process writes.
 */
export const makeVersionedTable = <S extends z.ZodType<Versioned>>(
  items: ItemClient,
  table: string,
  schema: S,
  knownVersion = Infinity,
  recent?: RecentItems,
): VersionedTable<z.infer<S>> => {
  const accessTo = (key: Key): ItemAccess<z.infer<S>> => {
    const name = `${table} ${JSON.stringify(key)}`;
    const read = (item: object): z.infer<S> => readItem(schema, item, name, knownVersion);
    return {
      name,
      get: async () => {
        const item = await awaitAnswer(items.get(table, key));
        return item && read(item);
      },
      guess: () => {
        const json = recent?.guess(name);
        const item = json === undefined ? undefined : decodeItem(JSON.parse(json) as Attributes);
        return item && { current: read(item) };
      },
      judge: (isRight) => recent?.judge(isRight),
      check: (next) => assertReadable(schema, next, name),
      write: (next) => writeItem(items, table, key, next, recent && { items: recent, name }),
    };
  };
  return {
    get: (key) => accessTo(key).get(),
    put: async (key, next) => {
      const item = accessTo(key);
      item.check(next);
      return item.write(next);
    },
    change: (key, change, options = {}) => changeItem(accessTo(key), change, options),
    remove: async (key) => {
      recent?.forget(accessTo(key).name);
      await awaitAnswer(items.remove(table, key));
    },
  };
};

type Attributes = Parameters<typeof decodeItem>[0];

/** While it is being written, an item has two revisions: no change starts from either of them without a read. */
const writeItem = async (
  items: ItemClient,
  table: string,
  key: Key,
  next: Versioned,
  recent: { readonly items: RecentItems; readonly name: string } | undefined,
): Promise<boolean> => {
  const { revision } = next;
  const item = { ...next, ...key };
  const json = encodeItem(item);
  recent?.items.forget(recent.name);
  const expectedRevision = revision === 1 ? undefined : revision - 1;
  const isWritten = await awaitConditionalWrite(items.put({ table, item, json, expectedRevision }));
  if (isWritten && json !== undefined) recent?.items.keep(recent.name, { revision, json });
  return isWritten;
};
