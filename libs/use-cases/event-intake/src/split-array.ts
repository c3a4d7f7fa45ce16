const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const blanks: ReadonlySet<number | undefined> = new Set([0x09, 0x0a, 0x0d, 0x20]);

/**
 * Splits a JSON array into the bytes of its elements, as they were received: a number keeps digits that JavaScript would
 * round, and a text its escapes.
 *
 * @param body UTF-8 that parses as an array.
 */
export const splitArray = (body: Uint8Array): Uint8Array[] => {
  const elements: Uint8Array[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === QUOTE) at = endOfText(body, at);
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      if (depth === 1) from = at + 1;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    const isEnd = depth === 0 ? byte === CLOSE_LIST : depth === 1 && byte === COMMA;
    if (!isEnd) continue;
    elements.push(trim(body.subarray(from, at)));
    from = at + 1;
  }
  // The array is empty, or it has at least one byte between two commas.
  return elements.filter(({ length }) => length > 0);
};

const endOfText = (body: Uint8Array, start: number): number => {
  let at = start + 1;
  while (body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at;
};

const trim = (bytes: Uint8Array): Uint8Array => {
  let [from, to] = [0, bytes.length];
  while (from < to && blanks.has(bytes[from])) from += 1;
  while (to > from && blanks.has(bytes[to - 1])) to -= 1;
  return bytes.subarray(from, to);
};
