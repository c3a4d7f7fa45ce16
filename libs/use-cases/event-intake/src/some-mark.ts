const [QUOTE, BACKSLASH, CLOSE_LIST, CLOSE_OBJECT] = [0x22, 0x5c, 0x5d, 0x7d];
export const [COMMA, OPEN_LIST, OPEN_OBJECT] = [0x2c, 0x5b, 0x7b];

/**
 * Whether `test` is true for a mark of JSON: a bracket, a brace or a comma that is not inside of a text. It stops at the
 * first such mark. It takes no memory, also if the bytes are not JSON.
 *
 * @param test gets the byte of the mark, the number of lists and objects that are open after it, and its place in `json`.
 */
export const someMark = (
  json: Uint8Array,
  test: (mark: number, depth: number, at: number) => boolean,
): boolean => {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at]!;
    if (byte === QUOTE) {
      at = endOfText(json, at);
      continue;
    }
    if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    else if (byte !== COMMA) continue;
    if (test(byte, depth, at)) return true;
  }
  return false;
};

/** The place of the quote that ends a text, or the end of the bytes. */
const endOfText = (json: Uint8Array, start: number): number => {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
};
