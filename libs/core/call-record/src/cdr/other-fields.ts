import { isMissing } from './is-missing.ts';

/** Fields that this version does not know, by name. Values are JSON, so that DynamoDB's limits of depth do not matter. */
export type OtherFields = Readonly<Record<string, string>>;

/** UTF-8 bytes of one source. Above 2 KB a copy of the event in S3 costs less than to write them with each change. */
export const MAX_OTHER_BYTES = 2_048;

type Json = Readonly<Record<string, unknown>>;

/**
 * The fields of an object that are not in `known`, as JSON. Missing values are left out, as in all other fields.
 *
 * @param path of the object in the event, for the names: `flow.`
 */
export const listOtherFields = (object: object, known: Json, path = ''): [string, string][] =>
  Object.entries(object).flatMap(([name, value]: [string, unknown]) => {
    if (Object.hasOwn(known, name) || isMissing(value)) return [];
    const text = jsonOf(value);
    return text === undefined ? [] : [[`${path}${name}`.toWellFormed(), text]];
  });

/** @returns undefined if there is none, so that a record without such fields stays as it was. */
export const otherFieldsOf = (entries: readonly [string, string][]): OtherFields | undefined =>
  entries.length === 0 ? undefined : Object.fromEntries(entries);

/**
 * Adds fields in the order of their names, as long as they fit. A known field is never replaced or left out: the event
 * that reported it has no other copy.
 */
export const addWhatFits = (known: OtherFields, added: OtherFields, maxBytes: number): OtherFields => {
  const fields = new Map(Object.entries(known));
  let bytes = Buffer.byteLength([...fields].flat().join(''));
  for (const [name, text] of Object.entries(added).sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (fields.has(name)) continue;
    bytes += Buffer.byteLength(name + text);
    if (bytes > maxBytes) break;
    fields.set(name, text);
  }
  return Object.fromEntries(fields);
};

/** @returns undefined for what is nested too deeply. */
export const jsonOf = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value).toWellFormed();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};
