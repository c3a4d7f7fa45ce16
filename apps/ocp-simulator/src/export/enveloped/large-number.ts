import { createHash } from 'node:crypto';

/** Beyond this a JavaScript number loses digits. */
const LEAST = 2n ** 53n;

/** A whole number of 17 or 18 digits for a text, as text. */
export const largeNumberOf = (text: string): string => {
  const hash = createHash('sha256').update(text).digest('hex');
  return String(LEAST + (BigInt(`0x${hash.slice(0, 15)}`) % 10n ** 17n));
};

/** V8 writes it as it is, in the proposal "JSON.parse source text access". */
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** The number with all its digits, for `JSON.stringify`. */
export const jsonNumber = (digits: string): unknown => rawJSON(digits);
