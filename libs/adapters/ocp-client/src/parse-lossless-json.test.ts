import { parseLosslessJson } from './parse-lossless-json.ts';

describe('parseLosslessJson', () => {
  it.each([
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['9007199254740991', 9_007_199_254_740_991],
    ['12.5', 12.5],
    ['1e300', 1e300],
    ['{"a":[1,123456789012345678901]}', { a: [1, '123456789012345678901'] }],
    ['"9007199254740993"', '9007199254740993'],
    ['null', null],
  ])('reads %s', (text, expected) => {
    expect(parseLosslessJson(text)).toEqual(expected);
  });

  it('gives undefined for what is not JSON', () => {
    expect(parseLosslessJson('<html>')).toBeUndefined();
  });
});
