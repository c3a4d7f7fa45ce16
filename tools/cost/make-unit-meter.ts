import type { TableShape } from '@recordings/topology';
import { indexUnits } from './index-units.ts';
import { type Item, unitsOfItem } from './item-size.ts';
import { askForItems, type Write, type WriteAnswer, type WriteRequest, writesOf } from './writes-of.ts';

export type Units = { readonly read: number; readonly write: number };

/** Counts the units that DynamoDB charges. */
export type UnitMeter = {
  /** The request as it has to be sent, so that its answer says what was written. */
  prepare(operation: string, body: Buffer): Buffer;
  unitsOf(operation: string, body: Buffer, answer: Buffer): Units;
};

type Consumed = { readonly CapacityUnits?: number };
type Answer = WriteAnswer & { readonly ConsumedCapacity?: Consumed | readonly Consumed[] };

const writing = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchExecuteStatement']);

/**
 * The emulator reports the units of tables only. The meter remembers each item that passes, and adds the units of the
 * indexes, and of writes that were refused: DynamoDB charges the item that the condition was compared with.
 */
export const makeUnitMeter = (): UnitMeter => {
  const items = new Map<string, Item>();
  const written = ({ table, key, after, isRefused }: Write): number => {
    const name = nameOf(table, key);
    const before = items.get(name);
    if (isRefused) return unitsOfItem(before);
    if (after) items.set(name, after);
    else items.delete(name);
    return indexUnits(table, before, after);
  };
  return {
    prepare: (operation, body) => {
      const request = JSON.parse(body.toString()) as WriteRequest;
      const sent = { ...request, ReturnConsumedCapacity: 'TOTAL', ...askForItems(operation, request) };
      return Buffer.from(JSON.stringify(sent));
    },
    unitsOf: (operation, body, content) => {
      const answer = JSON.parse(content.toString() || '{}') as Answer;
      const consumed = [answer.ConsumedCapacity ?? []].flat() as Consumed[];
      const units = consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      if (!writing.has(operation)) return { read: units, write: 0 };
      const writes = writesOf(operation, JSON.parse(body.toString()) as WriteRequest, answer);
      return { read: 0, write: writes.reduce((sum, one) => sum + written(one), units) };
    },
  };
};

const nameOf = ({ name, partitionKey, sortKey }: TableShape, key: Item): string =>
  JSON.stringify([name, key[partitionKey], sortKey !== undefined && key[sortKey]]);
