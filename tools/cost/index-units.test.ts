import type { TableShape } from '@recordings/topology';
import { indexUnits } from './index-units.ts';
import { type Item, itemBytes } from './item-size.ts';

const table: TableShape = {
  name: 'calls',
  partitionKey: 'pk',
  indexes: [{ name: 'PendingIndex', partitionKey: 'shard', sortKey: 'at', projection: ['status'] }],
};
const pending: Item = {
  pk: { S: 'call' },
  shard: { S: '3' },
  at: { S: '10:00' },
  status: { S: 'pending' },
  history: { L: [] },
};
const { shard: _, ...stored } = pending;
const long = { S: 'x'.repeat(1_100) };

describe('the write units of an index', () => {
  it.each([
    ['one for a new item', undefined, pending, 1],
    ['zero for an item without its key', undefined, stored, 0],
    ['zero if no attribute that it holds changes', pending, { ...pending, history: { L: [long] } }, 0],
    ['one if an attribute that it holds changes', pending, { ...pending, status: { S: 'queued' } }, 1],
    ['two if its key changes', pending, { ...pending, at: { S: '11:00' } }, 2],
    ['one if the item leaves it', pending, stored, 1],
    ['by the larger of both sizes', { ...pending, status: long }, pending, 2],
  ] as const)('are %s', (__, before, after, units) => {
    expect(indexUnits(table, before, after)).toBe(units);
  });
});

describe('the bytes of an item', () => {
  it('are its names and values', () => {
    const item = {
      id: { S: 'é' },
      n: { N: '-1234' },
      is: { BOOL: true },
      list: { L: [{ S: 'ab' }, { NULL: true }] },
    };
    expect(itemBytes(item)).toBe(2 + 2 + (1 + 3) + (2 + 1) + (4 + 3 + 2 + 2 + 1));
  });
});
