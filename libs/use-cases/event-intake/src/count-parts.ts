import { COMMA, OPEN_LIST, OPEN_OBJECT, someMark } from './some-mark.ts';

const NEWLINE = 0x0a;
/** JSON's blanks, and the three bytes of a byte order mark. */
const ignored: ReadonlySet<number | undefined> = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf]);

/**
 * Whether a body that begins like a JSON array has more elements than `max`. It takes no memory: parsing `[{},{},…]` of 4 MB
 * to count them takes 1.8 GB and blocks the process for 42 s.
 */
export const hasMoreElements = (body: Uint8Array, max: number): boolean => {
  if (body.length < 2 * max) return false; // Each element takes a byte and a comma.
  const first = body.find((byte) => !ignored.has(byte));
  if (first !== OPEN_LIST) return false;
  let elements = 1;
  return someMark(body, (mark, depth) => {
    if (mark === COMMA && depth === 1) elements += 1;
    return elements > max;
  });
};

/** Whether brackets are nested more than `max` deep. Such JSON takes up to 200 times its length in memory. */
export const isDeeperThan = (body: Uint8Array, max: number): boolean =>
  body.length > max && someMark(body, (_, depth) => depth > max);

/** Whether JSON has more than `max` values, those inside of others too. An empty list or object counts twice. */
export const hasMoreValues = (body: Uint8Array, max: number): boolean => {
  if (body.length <= max) return false; // Each value takes at least a byte.
  let values = 1;
  return someMark(body, (mark) => {
    if (mark === COMMA || mark === OPEN_LIST || mark === OPEN_OBJECT) values += 1;
    return values > max;
  });
};

/** Whether a body has more lines than `max`. */
export const hasMoreLines = (body: Uint8Array, max: number): boolean => {
  let lines = 0;
  for (let at = 0; at < body.length && lines <= max; lines += 1) {
    const newline = body.indexOf(NEWLINE, at);
    at = newline === -1 ? body.length : newline + 1;
  }
  return lines > max;
};
