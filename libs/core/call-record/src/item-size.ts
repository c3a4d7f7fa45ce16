/** DynamoDB refuses a larger item, in bytes. */
export const MAX_ITEM_BYTES = 409_600;

/** Names and UTF-8 values count, a number has up to 21 bytes, and a list, a map and each of their elements cost a few. */
const NUMBER_BYTES = 21;
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

/** The size of an item as DynamoDB counts it, or a little more. Fields without a value are not stored. */
export const itemBytes = (item: object): number => entriesBytes(Object.entries(item), 0);

const valueBytes = (value: unknown): number => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return NUMBER_BYTES;
  if (Array.isArray(value)) {
    return value.reduce((sum: number, one) => sum + ELEMENT_BYTES + valueBytes(one), CONTAINER_BYTES);
  }
  if (typeof value !== 'object' || value === null) return 1;
  return CONTAINER_BYTES + entriesBytes(Object.entries(value), ELEMENT_BYTES);
};

const entriesBytes = (entries: readonly [string, unknown][], perEntry: number): number =>
  entries
    .filter(([, value]) => value !== undefined)
    .reduce((sum, [name, value]) => sum + perEntry + Buffer.byteLength(name) + valueBytes(value), 0);

/** The beginning of a text, at most so many UTF-8 bytes, without half a character. */
export const cutText = (text: string, maxBytes: number): string => {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const bytes = Buffer.from(text).subarray(0, maxBytes);
  return new TextDecoder().decode(bytes, { stream: true });
};
