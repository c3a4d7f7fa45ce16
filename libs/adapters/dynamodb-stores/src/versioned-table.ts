import type { z } from 'zod';
import { type AcceptsChange, makeAcceptsChange } from './accepts-change.ts';
import { awaitAnswer, awaitConditionalWrite } from './await-answer.ts';
import { type ChangeOptions, changeItem, type ItemAccess, type ItemChange } from './change-item.ts';
import type { ItemClient, ItemWrite, Key } from './item-client.ts';
import { encodeItem } from './item-json.ts';
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
 * @param recent keeps what this process writes. Then the schema must change nothing of an item that it accepts.
 */
export const makeVersionedTable = <S extends z.ZodType<Versioned>>(
  items: ItemClient,
  table: string,
  schema: S,
  knownVersion = Infinity,
  recent?: RecentItems,
): VersionedTable<z.infer<S>> => {
  const settings = { items, table, schema, knownVersion, recent, acceptsChange: makeAcceptsChange(schema) };
  const accessTo = (key: Key): ItemAccess<z.infer<S>> => makeAccess(settings, key);
  return {
    get: (key) => accessTo(key).get(),
    put: async (key, next) => {
      const item = accessTo(key);
      item.check(next, undefined);
      return item.write(next, undefined);
    },
    change: (key, change, options = {}) => changeItem(accessTo(key), change, options),
    remove: async (key) => {
      recent?.forget(accessTo(key).name);
      await awaitAnswer(items.remove(table, key));
    },
  };
};

type Settings<S> = {
  readonly items: ItemClient;
  readonly table: string;
  readonly schema: S;
  readonly knownVersion: number;
  readonly recent: RecentItems | undefined;
  readonly acceptsChange: AcceptsChange;
};

const makeAccess = <S extends z.ZodType<Versioned>>(
  { items, table, schema, knownVersion, recent, acceptsChange }: Settings<S>,
  key: Key,
): ItemAccess<z.infer<S>> => {
  const name = `${table} ${JSON.stringify(key)}`;
  return {
    name,
    get: async () => {
      const item = await awaitAnswer(items.get(table, key));
      return item && readItem(schema, item, name, knownVersion);
    },
    guess: () => {
      const json = recent?.guess(name);
      // The schema was asked before the item was written, and changes nothing of an item that it accepts.
      return json === undefined ? undefined : { current: JSON.parse(json) as z.infer<S> };
    },
    judge: (isRight) => recent?.judge(isRight),
    check: (next, accepted) => {
      if (accepted === undefined || !acceptsChange(accepted, next)) assertReadable(schema, next, name);
    },
    write: (next, accepted) => {
      const replaces = accepted && { key, stored: accepted };
      return writeItem(items, { table, key, next, replaces }, recent && { items: recent, name });
    },
  };
};

/** While it is being written, an item has two revisions: no change starts from either of them without a read. */
const writeItem = async (
  items: ItemClient,
  {
    table,
    key,
    next,
    replaces,
  }: Pick<ItemWrite, 'table' | 'replaces'> & {
    readonly key: Key;
    readonly next: Versioned;
  },
  recent: { readonly items: RecentItems; readonly name: string } | undefined,
): Promise<boolean> => {
  const { revision } = next;
  const item = { ...next, ...key };
  const json = encodeItem(item);
  recent?.items.forget(recent.name);
  const expectedRevision = revision === 1 ? undefined : revision - 1;
  const isWritten = await awaitConditionalWrite(items.put({ table, item, json, expectedRevision, replaces }));
  // What DynamoDB's JSON has a form for, JSON gives back as a read does.
  if (isWritten && json !== undefined)
    recent?.items.keep(recent.name, { revision, json: JSON.stringify(next) });
  return isWritten;
};
