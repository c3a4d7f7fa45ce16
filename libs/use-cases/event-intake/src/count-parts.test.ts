import { hasMoreElements, hasMoreLines, hasMoreValues, isDeeperThan } from './count-parts.ts';

const elements = (text: string, max: number): boolean => hasMoreElements(Buffer.from(text), max);

describe('hasMoreElements', () => {
  it.each([
    ['[{},{},{}]', 2, true],
    ['[{},{},{}]', 3, false],
    ['\uFEFF \n[1,2,3]', 2, true],
    ['[[1,2],{"a":[1,2],"b":3}]', 2, false],
    ['["a,\\",b\\\\",","]', 2, false],
    ['["a,\\",b\\\\",",",0]', 2, true],
    ['{"a":1,"b":2,"c":3}', 1, false],
    ['[]', 1, false],
    ['', 1, false],
    ['["unfinished, , , ,', 1, false],
    ['[[[[[[[[[[[[[', 1, false],
  ])('of %j and %d: %j', (text, max, expected) => {
    expect(elements(text, max)).toBe(expected);
  });
});

describe('isDeeperThan', () => {
  it.each([
    ['[[{"a":[', 3, true],
    ['[[{"a":1', 3, false],
    ['[[[]]],[[[]]]', 3, false],
    ['["[[[[[\\"[[[["]', 3, false],
    ['', 0, false],
  ])('of %j and %d: %j', (text, max, expected) => {
    expect(isDeeperThan(Buffer.from(text), max)).toBe(expected);
  });
});

describe('hasMoreValues', () => {
  it.each([
    ['{"a":1,"b":[2,3]}', 4, true],
    ['{"a":1,"b":[2,3]}', 5, false],
    ['[{},{},{}]', 4, true],
    ['["a,\\",b[{\\\\",","]', 4, false],
    ['1', 1, false],
  ])('of %j and %d: %j', (text, max, expected) => {
    expect(hasMoreValues(Buffer.from(text), max)).toBe(expected);
  });
});

describe('hasMoreLines', () => {
  it.each([
    ['1\n2\n3', 2, true],
    ['1\n2\n3\n', 3, false],
    ['\n\n\n', 2, true],
    ['', 1, false],
  ])('of %j and %d: %j', (text, max, expected) => {
    expect(hasMoreLines(Buffer.from(text), max)).toBe(expected);
  });
});
