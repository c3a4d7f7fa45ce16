import { dispositionOf, NewerItemError, UnreadableItemError } from '@recordings/fault';
import { z } from 'zod';
import { readItem } from './read-item.ts';

const Item = z.looseObject({ size: z.number() });
const read = (item: object) => readItem(Item, item, 'table key', 2);
const errorOf = (item: object): unknown => {
  try {
    return read(item);
  } catch (error) {
    return error;
  }
};

describe('readItem', () => {
  it('reads an item of a newer schema version that fits', () => {
    expect(read({ pk: 'p', sk: 's', size: 1, colour: 'red', schemaVersion: 3 })).toEqual({
      size: 1,
      colour: 'red',
      schemaVersion: 3,
    });
  });

  it('postpones the work of an item that only a newer version can read', () => {
    const error = errorOf({ size: 'large', schemaVersion: 3 });
    expect(error).toBeInstanceOf(NewerItemError);
    expect(String(error)).toMatch(/table key has schema version 3, this service reads up to 2/);
    expect(dispositionOf(error)).toEqual({ kind: 'postpone' });
  });

  it.each([{ size: 'large' }, { size: 'large', schemaVersion: 2 }, { size: 'large', schemaVersion: 'new' }])(
    'reports an item of its own version as broken: %j',
    (item) => {
      const error = errorOf(item);
      expect(error).toBeInstanceOf(UnreadableItemError);
      expect(dispositionOf(error)).toMatchObject({ kind: 'dead-letter', reason: 'STORE_ITEM_UNREADABLE' });
    },
  );
});
