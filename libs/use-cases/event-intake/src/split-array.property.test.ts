import fc from 'fast-check';
import { splitArray } from './split-array.ts';

const split = (body: string): string[] =>
  splitArray(Buffer.from(body)).map((one) => Buffer.from(one).toString());

describe('splitArray', () => {
  it('gives every element of any array, in order', () => {
    const spaces = fc.constantFrom('', ' ', '\n', '\r\n\t');
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), spaces, (values, space) => {
        const texts = values.map((value) => JSON.stringify(value));
        const body = `${space}[${texts.map((text) => space + text + space).join(',')}${space}]${space}`;
        expect(split(body)).toEqual(texts);
      }),
    );
  });

  it('leaves the bytes of an element as they are', () => {
    const elements = [
      '{"id": 9007199254740993, "a" : 1.50}',
      '"\\u00e9 , ] \\" \\\\"',
      '[ [ ] , { "x":"]" } ]',
      '-0.0',
    ];
    expect(split(`\uFEFF[${elements.join(' , ')}]`)).toEqual(elements);
  });

  it.each(['[]', ' [ ] '])('gives no element of %j', (body) => {
    expect(split(body)).toEqual([]);
  });
});
