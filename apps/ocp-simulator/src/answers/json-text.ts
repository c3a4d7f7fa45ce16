import { jsonNumber } from '../export/enveloped/large-number.ts';

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Parses JSON. Numbers beyond 2^53 keep their digits when they are written again. */
export const parseJson = (text: string): unknown => {
  const keepDigits: Reviver = (_key, value, { source }) =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && source
      ? jsonNumber(source)
      : value;
  return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown);
};

type Place = { readonly parent: Record<string, unknown>; readonly name: string };

/** Where a JSON pointer leads; undefined if the value has no such object or list. */
const placeAt = (value: unknown, pointer: string): Place | undefined => {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const name = names.pop()!;
  const parent = names.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
  return isObject(parent) ? { parent, name } : undefined;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export const readAt = (value: unknown, pointer: string): unknown => {
  const place = placeAt(value, pointer);
  return place?.parent[place.name];
};

/** Changes the value itself. */
export const setAt = (value: unknown, pointer: string, to: unknown): void => {
  const place = placeAt(value, pointer);
  if (place) place.parent[place.name] = to;
};

/** Changes the value itself. */
export const removeAt = (value: unknown, pointer: string): void => {
  const place = placeAt(value, pointer);
  if (place) delete place.parent[place.name];
};

/** Changes the value itself, as a step says. */
export const changeJson = (
  value: unknown,
  {
    set = {},
    remove = [],
  }: { readonly set?: Readonly<Record<string, unknown>>; readonly remove?: readonly string[] },
): void => {
  for (const [pointer, to] of Object.entries(set)) setAt(value, pointer, to);
  for (const pointer of remove) removeAt(value, pointer);
};
