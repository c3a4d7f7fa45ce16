import { z } from 'zod';
import { cutText } from '../item-size.ts';
import { isMissing } from './is-missing.ts';
import { readKvps } from './kvps.ts';
import { readTime } from './read-time.ts';

/** Reads an optional field. A value that cannot be used counts as missing. */
export type ReadField<T> = (value: unknown) => T | undefined;

const orMissing =
  <T>(read: ReadField<T>): ReadField<T> =>
  (value) =>
    isMissing(value) ? undefined : read(value);

/** The schema of such a field. */
const lenient = <T>(read: ReadField<T>) => z.unknown().transform(read).optional();

type Readers = Readonly<Record<string, ReadField<unknown>>>;
export type ReadFields<R extends Readers> = { readonly [N in keyof R]?: ReturnType<R[N]> };

/** The schemas of such fields. */
export const lenientFields = <R extends Readers>(readers: R) =>
  Object.fromEntries(Object.entries(readers).map(([name, read]) => [name, lenient(read)])) as unknown as {
    readonly [N in keyof R]: z.ZodType<ReturnType<R[N]> | undefined>;
  };

/** Reads such fields as their schemas do. */
export const readFields = <R extends Readers>(object: object, readers: R): ReadFields<R> => {
  const fields: Record<string, unknown> = {};
  for (const name in readers) {
    if (name in object) fields[name] = readers[name]!((object as Readonly<Record<string, unknown>>)[name]);
  }
  return fields as ReadFields<R>;
};

/** UTF-8 bytes. Longer texts are cut, so that the texts of every source and the history fit into the record. */
export const MAX_TEXT_BYTES = 2_048;

/** Half a surrogate pair has no UTF-8: DynamoDB would refuse the whole record. */
const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  // A body has megabytes: no more than this many characters can be used.
  return cutText(
    value
      .slice(0, MAX_TEXT_BYTES)
      .replace(/[\uD800-\uDBFF]$/, '')
      .toWellFormed(),
    MAX_TEXT_BYTES,
  );
};

/** Text, or a number, which is kept as text. */
export const readText = orMissing(textOf);
export const lenientText = lenient(readText);

/** UTF-8 bytes. Technical names are short words of OCP; longer ones are cut. */
const MAX_WORD_BYTES = 256;

export const readWord = orMissing((value) => {
  const text = textOf(value);
  return text === undefined ? undefined : cutText(text, MAX_WORD_BYTES);
});
export const lenientWord = lenient(readWord);

export const readPairs = orMissing(readKvps);
export const lenientPairs = lenient(readPairs);

/** Only a safe integer: larger numbers have lost digits in JSON. */
const asIdText = (value: unknown): unknown => {
  if (isMissing(value)) return undefined;
  return Number.isSafeInteger(value) ? String(value) : value;
};

/** A required id. The text "undefined" counts as missing; a number is kept as text. */
export const requiredId = <S extends z.ZodType>(schema: S) => z.preprocess(asIdText, schema);

export const lenientId = <S extends z.ZodType>(schema: S) =>
  z.preprocess(asIdText, schema.optional().catch(undefined)).optional();

/** No call lasts a week. A longer duration is in another unit or garbage, and would put the call's end in the future. */
const MAX_DURATION_MS = 7 * 86_400_000;

/** Milliseconds, 0 to one week, as a number or as text. */
export const readMs = orMissing((value) => {
  const ms = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof ms === 'number' && ms >= 0 && ms <= MAX_DURATION_MS ? Math.round(ms) : undefined;
});
export const lenientMs = lenient(readMs);

export const readTimeField = orMissing(readTime);
export const lenientTime = lenient(readTimeField);

const Flag = z.union([z.boolean(), z.stringbool()]);
export const readFlag = orMissing((value) => Flag.safeParse(value).data);
export const lenientFlag = lenient(readFlag);

/**
 * The paths of fields that were received but not used, or cut: `durationMs`, `flow.name`. Unknown fields are not
 * listed.
 */
export const listFaultyFields = (received: object, read: object, path = ''): string[] =>
  Object.entries(received).flatMap(([name, value]: [string, unknown]) => {
    // Zod leaves `__proto__` out: read as a property it would give another object.
    if (!Object.hasOwn(read, name)) return [];
    const taken = (read as Record<string, unknown>)[name];
    if (taken === value || isMissing(value)) return [];
    if (isObject(value) && isObject(taken)) return listFaultyFields(value, taken, `${path}${name}.`);
    const isCut = typeof value === 'string' && typeof taken === 'string' && isLong(value);
    return taken === undefined || isCut ? [`${path}${name}`] : [];
  });

const isLong = (text: string): boolean => Buffer.byteLength(text) > MAX_TEXT_BYTES;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
