import { type TableShape, tables } from '@recordings/topology';
import { indexUnits } from './index-units.ts';
import { type Item, unitsOfItem } from './item-size.ts';

export type Units = { readonly read: number; readonly write: number };

/** Counts the units that DynamoDB charges. */
export type UnitMeter = {
  /** The request as it has to be sent, so that its answer says what was written. */
  prepare(operation: string, body: Buffer): Buffer;
  unitsOf(operation: string, body: Buffer, answer: Buffer): Units;
};

type Request = { readonly TableName?: string; readonly Item?: Item; readonly Key?: Item };
type Consumed = { readonly CapacityUnits?: number };
type Answer = {
  readonly __type?: string;
  readonly ConsumedCapacity?: Consumed | readonly Consumed[];
  readonly Attributes?: Item;
};

const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/**
 * The emulator reports the units of tables only. The meter remembers each item that passes, and adds the units of the
 * indexes, and of writes that were refused: DynamoDB charges the item that the condition was compared with.
 */
export const makeUnitMeter = (): UnitMeter => {
  const items = new Map<string, Item>();
  const written = (operation: string, request: Request, answer: Answer): number => {
    const table = tableOf(request.TableName!);
    const key = keyOf(table, request);
    const before = items.get(key);
    if (answer.__type !== undefined) return unitsOfItem(before);
    const after = operation === 'PutItem' ? request.Item : answer.Attributes;
    if (after) items.set(key, after);
    else items.delete(key);
    return indexUnits(table, before, after);
  };
  return {
    prepare: (operation, body) =>
      Buffer.from(
        JSON.stringify({
          ...(JSON.parse(body.toString()) as Request),
          ReturnConsumedCapacity: 'TOTAL',
          ...(operation === 'UpdateItem' && { ReturnValues: 'ALL_NEW' }),
        }),
      ),
    unitsOf: (operation, body, content) => {
      const answer = JSON.parse(content.toString() || '{}') as Answer;
      const consumed = [answer.ConsumedCapacity ?? []].flat() as Consumed[];
      const units = consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      if (!writes.has(operation)) return { read: units, write: 0 };
      return { read: 0, write: units + written(operation, JSON.parse(body.toString()) as Request, answer) };
    },
  };
};

const tableOf = (physicalName: string): TableShape => {
  const found = Object.values(tables).find(({ name }) => physicalName.endsWith(`-${name}`));
  if (!found) throw new Error(`the topology has no table ${physicalName}`);
  return found;
};

const keyOf = ({ name, partitionKey, sortKey }: TableShape, { Item, Key }: Request): string => {
  const key = Item ?? Key!;
  return JSON.stringify([name, key[partitionKey], sortKey !== undefined && key[sortKey]]);
};
