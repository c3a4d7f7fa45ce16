import { z } from 'zod';
import { readTime } from './read-time.ts';

/** OCP writes a missing value as the text "undefined"; empty and null mean the same. */
const missing = new Set<unknown>(['undefined', 'null', '', null, undefined]);

export const isMissing = (value: unknown): boolean => missing.has(value);

/** A field that an event can do without: what cannot be used counts as missing. */
const lenient = <T>(read: (value: unknown) => T | undefined) =>
  z
    .unknown()
    .transform((value) => (isMissing(value) ? undefined : read(value)))
    .optional();

/** Longer texts are cut: a record has room for every source's texts and for its history. */
export const MAX_TEXT_LENGTH = 2_048;

/** Halves of surrogate pairs have no UTF-8, and DynamoDB would refuse the whole record for one. */
const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  return value
    .slice(0, MAX_TEXT_LENGTH)
    .replace(/[\uD800-\uDBFF]$/, '')
    .toWellFormed();
};

/** Text; a number is taken as its text. */
export const lenientText = lenient(textOf);

/** A number whose digits JSON has kept. */
const asIdText = (value: unknown): unknown => {
  if (isMissing(value)) return undefined;
  return Number.isSafeInteger(value) ? String(value) : value;
};

/** An id that an event cannot do without: the text "undefined" is none. A number is taken as its text. */
export const requiredId = <S extends z.ZodType>(schema: S) => z.preprocess(asIdText, schema);

export const lenientId = <S extends z.ZodType>(schema: S) =>
  z.preprocess(asIdText, schema.optional().catch(undefined)).optional();

/** No call lasts a week: a longer duration is another unit or garbage, and would put the call's end in the future. */
const MAX_DURATION_MS = 7 * 86_400_000;

/** A count of milliseconds, perhaps written as text. */
export const lenientMs = lenient((value) => {
  const ms = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof ms === 'number' && ms >= 0 && ms <= MAX_DURATION_MS ? Math.round(ms) : undefined;
});

export const lenientTime = lenient(readTime);

export const lenientFlag = lenient((value) => z.union([z.boolean(), z.stringbool()]).safeParse(value).data);

/**
 * What of an event's fields was not taken as it came: `durationMs`, `flow.name`. Fields that we do not know are never
 * among them.
 */
export const faultyFields = (came: object, read: object, path = ''): string[] =>
  Object.entries(came).flatMap(([name, value]: [string, unknown]) => {
    const taken = (read as Record<string, unknown>)[name];
    if (taken === value || isMissing(value)) return [];
    if (isObject(value) && isObject(taken)) return faultyFields(value, taken, `${path}${name}.`);
    const isCut = typeof value === 'string' && typeof taken === 'string' && value.length > MAX_TEXT_LENGTH;
    return taken === undefined || isCut ? [`${path}${name}`] : [];
  });

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
