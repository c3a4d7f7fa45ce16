import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { decodeItem, encodeItem } from './item-json.ts';

/** `marshall` refuses objects that have a field named `constructor`. */
const field = fc.string({ unit: 'binary' }).filter((name) => name !== '__proto__' && name !== 'constructor');
const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  fc.maxSafeInteger(),
);
const { item } = fc.letrec<{ value: unknown; item: object }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 4 }), tie('item')),
  item: fc.dictionary(field, fc.oneof({ maxDepth: 4 }, tie('value'), fc.constant(undefined)), { maxKeys: 6 }),
}));

const parsed = (json: string | undefined) => JSON.parse(json!) as Parameters<typeof decodeItem>[0];

describe('the JSON of an item', () => {
  it('is what the SDK sends', () => {
    fc.assert(
      fc.property(item, (one) => {
        expect(parsed(encodeItem(one))).toEqual(marshall(one, { removeUndefinedValues: true }));
      }),
    );
  });

  it('is read as the SDK reads it', () => {
    fc.assert(
      fc.property(item, (one) => {
        const attributes = parsed(encodeItem(one));
        expect(decodeItem(attributes)).toStrictEqual(unmarshall(attributes));
      }),
    );
  });

  it('has a field named constructor too, which a sender may invent', () => {
    const one = { facts: { constructor: 'x', toString: 1 } };
    expect(decodeItem(parsed(encodeItem(one)))).toStrictEqual(one);
  });

  it.each([
    ['a set', new Set(['x'])],
    ['binary data', new Uint8Array([1])],
    ['a date', new Date(0)],
    ['a bigint', 1n],
    ['a number that JavaScript rounds', 2 ** 53],
    ['no number', Number.NaN],
    ['a function', () => undefined],
    ['a place of a list without a value', [undefined]],
  ])('is left to the SDK if the item has %s, however deep', (_, value) => {
    expect(encodeItem({ value })).toBeUndefined();
    expect(encodeItem({ outer: [{ value }] })).toBeUndefined();
  });

  it.each([{ SS: ['x', 'y'] }, { NS: ['1', '2'] }, { N: '9007199254740993' }])(
    'is read as the SDK reads it if it has %j',
    (value) => {
      const attributes = { outer: { M: { value } } } as unknown as Parameters<typeof decodeItem>[0];
      expect(decodeItem(attributes)).toStrictEqual(unmarshall(attributes));
    },
  );

  it.each([{ B: 'AAEC' }, { BS: ['AAEC'] }])('is not read if it has %j, however deep', (value) => {
    const attributes = { outer: { L: [{ M: { value } }] } } as unknown as Parameters<typeof decodeItem>[0];
    expect(decodeItem(attributes)).toBeUndefined();
  });

  it('ends with a RangeError if the item is nested too deeply', () => {
    let deep: object = {};
    for (let depth = 0; depth < 100_000; depth += 1) deep = { deep };
    expect(() => encodeItem(deep)).toThrow(RangeError);
  });
});
