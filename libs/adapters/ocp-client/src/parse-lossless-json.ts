/** The reviver's third argument; see the proposal "JSON.parse source text access", in V8 since 12. */
type Context = { readonly source?: string };

/**
 * Parses JSON and keeps every digit: an integer that a JavaScript number would round becomes its text. So two ids that
 * differ in the last digit stay different.
 *
 * @returns undefined if the text is not JSON.
 */
export const parseLosslessJson = (text: string): unknown => {
  try {
    return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown) as unknown;
  } catch {
    return undefined;
  }
};

const keepDigits = (_: string, value: unknown, { source = '' }: Context): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value;
