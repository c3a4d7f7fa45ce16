import { jsonNumber } from './enveloped/large-number.ts';

/** The id of a place, counted from a number that may be beyond 2^53. */
export const numberFrom = (first: string, place: number): string => String(BigInt(first) + BigInt(place));

const DIGITS = /^\d+$/;

export const isNumber = (id: string): boolean => DIGITS.test(id);

/** An id for `JSON.stringify`: as a number with all its digits if it is one, else as text. */
export const jsonId = (id: string): unknown => (isNumber(id) ? jsonNumber(id) : id);
