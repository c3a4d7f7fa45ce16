import { isDeepStrictEqual } from 'node:util';
import type { IndexShape, TableShape } from '@recordings/topology';
import { type Item, unitsOfItem } from './item-size.ts';

/**
 * The write units that the indexes of a table take for one write of an item. DynamoDB writes an index only if an
 * attribute that it holds changes. If its key changes, DynamoDB deletes the old entry and writes a new one.
 */
export const indexUnits = (table: TableShape, before: Item | undefined, after: Item | undefined): number =>
  table.indexes.reduce((sum, index) => {
    const old = entryOf(table, index, before);
    const next = entryOf(table, index, after);
    return sum + unitsOfChange(index, old, next);
  }, 0);

const unitsOfChange = (index: IndexShape, old: Item | undefined, next: Item | undefined): number => {
  if (isDeepStrictEqual(old, next)) return 0;
  if (!old || !next) return unitsOfItem(old ?? next);
  const isMoved = [index.partitionKey, index.sortKey].some((key) => !isDeepStrictEqual(old[key], next[key]));
  return isMoved ? unitsOfItem(old) + unitsOfItem(next) : Math.max(unitsOfItem(old), unitsOfItem(next));
};

/** What the index holds of an item. An item without the keys of the index is not in it. */
const entryOf = (table: TableShape, index: IndexShape, item: Item | undefined): Item | undefined => {
  if (!item?.[index.partitionKey] || !item[index.sortKey]) return undefined;
  if (index.projection === 'ALL') return item;
  const { partitionKey, sortKey } = table;
  const names = [partitionKey, sortKey, index.partitionKey, index.sortKey, ...index.projection];
  return Object.fromEntries(
    names.flatMap((name) => (name !== undefined && item[name] ? [[name, item[name]]] : [])),
  );
};
