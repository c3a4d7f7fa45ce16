import { isDeeperThan } from './count-parts.ts';

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown; readonly mayBeRounded: boolean }
  | { readonly ok: false; readonly reason: string; readonly isBlank?: boolean };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Integers of fewer digits are exact. */
const LONG_INTEGER = /\d{16}/;

/** `source` is the text of a number; Node has it, the types of TypeScript lack it. */
export type Reviver = (name: string, value: unknown, context: { readonly source?: string }) => unknown;

const keepDigits: Reviver = (_, value, { source = '' }) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value;

/**
 * Parses bytes as UTF-8 JSON. Bytes that are not valid UTF-8 are rejected, because decoding them would lose some.
 *
 * `mayBeRounded`: it may contain integers that JavaScript rounds. `parseExactly` keeps them.
 */
export const parseJson = (bytes: Uint8Array): ParsedJson => parse(bytes, false);

/**
 * The same, but an integer that JavaScript would round is read as the text of its digits: two ids never become equal. It
 * takes several times as long where there may be such an integer.
 */
export const parseExactly = (bytes: Uint8Array): ParsedJson => parse(bytes, true);

/** JSON that is nested more deeply is not parsed: `JSON.parse` has no limit of its own. No event of OCP is so deep. */
const MAX_DEPTH = 100_000;

const parse = (bytes: Uint8Array, isExact: boolean): ParsedJson => {
  if (isDeeperThan(bytes, MAX_DEPTH)) return { ok: false, reason: 'it is nested too deeply' };
  let text: string;
  try {
    text = utf8.decode(bytes); // Drops a byte order mark.
  } catch {
    return { ok: false, reason: 'it is not valid UTF-8' };
  }
  const mayBeRounded = LONG_INTEGER.test(text);
  try {
    const value = JSON.parse(text, (isExact && mayBeRounded ? keepDigits : undefined) as never) as unknown;
    return { ok: true, value, mayBeRounded };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, reason: 'it is nested too deeply' };
    return { ok: false, reason: 'it does not parse', isBlank: text.trim() === '' };
  }
};
