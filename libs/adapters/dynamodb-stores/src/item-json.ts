import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/**
 * Encodes an item as DynamoDB's JSON, in one pass: as `marshall` and `JSON.stringify` do, at a fraction of their CPU time.
 * Fields without a value are left out.
 *
 * @returns undefined if the item has a value that JSON lacks: a set, binary data, a number that JavaScript rounds. The SDK
 * encodes these.
 * @throws {RangeError} if the item is nested too deeply.
 */
export const encodeItem = (item: object): string | undefined => encodeFields(item);

/** By `for…in`, which makes no list of the fields. A plain object inherits none. */
const encodeFields = (object: object): string | undefined => {
  if (!isPlain(object)) return undefined;
  let json = '';
  for (const name in object) {
    const value = (object as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    const encoded = encodeValue(value);
    if (encoded === undefined) return undefined;
    json += json === '' ? quoteName(name) : `,${quoteName(name)}`;
    json += `:${encoded}`;
  }
  return `{${json}}`;
};

const encodeValue = (value: unknown): string | undefined => {
  switch (typeof value) {
    case 'string':
      return `{"S":${quote(value)}}`;
    case 'number':
      return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? `{"N":"${value}"}` : undefined;
    case 'boolean':
      return value ? '{"BOOL":true}' : '{"BOOL":false}';
    case 'object': {
      if (value === null) return '{"NULL":true}';
      if (Array.isArray(value)) return encodeList(value);
      const fields = encodeFields(value);
      return fields && `{"M":${fields}}`;
    }
    default:
      return undefined;
  }
};

const encodeList = (list: readonly unknown[]): string | undefined => {
  let json = '';
  for (const value of list) {
    const encoded = encodeValue(value);
    if (encoded === undefined) return undefined;
    json += json === '' ? encoded : `,${encoded}`;
  }
  return `{"L":[${json}]}`;
};

/** ASCII without quote, backslash and control characters. */
const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/;

const quote = (text: string): string => (NEEDS_NO_ESCAPE.test(text) ? `"${text}"` : JSON.stringify(text));

/** Records have some dozens of names; a sender may invent any number. */
const MAX_KNOWN_NAMES = 1_000;
const MAX_KNOWN_LENGTH = 64;
const knownNames = new Map<string, string>();

const quoteName = (name: string): string => {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const quoted = quote(name);
  if (knownNames.size < MAX_KNOWN_NAMES && name.length <= MAX_KNOWN_LENGTH) knownNames.set(name, quoted);
  return quoted;
};

const isPlain = (object: object): boolean => {
  const prototype = Object.getPrototypeOf(object) as unknown;
  return prototype === Object.prototype || prototype === null;
};

type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * Reads an item from DynamoDB's JSON, as `unmarshall` does.
 *
 * @param attributes parsed by `JSON.parse`.
 * @returns undefined if it has binary data, which is Base64 in JSON. The SDK reads it.
 */
export const decodeItem = (attributes: Attributes): Record<string, unknown> | undefined => {
  const item: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    const value = decodeValue(attribute);
    if (value === undefined) return undefined;
    item[name] = value;
  }
  return item;
};

/** @returns undefined for binary data, and for what contains it. */
const decodeValue = (attribute: AttributeValue): unknown => {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.M !== undefined) return decodeItem(attribute.M);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.L !== undefined) return decodeList(attribute.L);
  if (attribute.NULL !== undefined) return null;
  if (attribute.B !== undefined || attribute.BS !== undefined) return undefined;
  return unmarshall({ attribute })['attribute'];
};

const decodeList = (attributes: readonly AttributeValue[]): unknown[] | undefined => {
  const list: unknown[] = [];
  for (const attribute of attributes) {
    const value = decodeValue(attribute);
    if (value === undefined) return undefined;
    list.push(value);
  }
  return list;
};
