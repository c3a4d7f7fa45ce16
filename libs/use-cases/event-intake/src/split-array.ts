import { COMMA, OPEN_LIST, someMark } from './some-mark.ts';

const blanks: ReadonlySet<number | undefined> = new Set([0x09, 0x0a, 0x0d, 0x20]);

/**
 * Splits a JSON array into the bytes of its elements, as they were received: a number keeps digits that JavaScript would
 * round, and a text its escapes.
 *
 * @param body UTF-8 that parses as an array.
 */
export const splitArray = (body: Uint8Array): Uint8Array[] => {
  const elements: Uint8Array[] = [];
  let from = body.indexOf(OPEN_LIST) + 1;
  someMark(body, (mark, depth, at) => {
    const isEnd = depth === 0 || (depth === 1 && mark === COMMA);
    if (isEnd) {
      elements.push(trim(body.subarray(from, at)));
      from = at + 1;
    }
    return depth === 0;
  });
  // The array is empty, or it has at least one byte between two commas.
  return elements.filter(({ length }) => length > 0);
};

const trim = (bytes: Uint8Array): Uint8Array => {
  let [from, to] = [0, bytes.length];
  while (from < to && blanks.has(bytes[from])) from += 1;
  while (to > from && blanks.has(bytes[to - 1])) to -= 1;
  return bytes.subarray(from, to);
};
