import { createHash, randomInt, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

type Intrinsic = (...values: never[]) => unknown;

const format = (template: string, ...values: readonly unknown[]): string => {
  const left = [...values];
  const text = template.replaceAll(/\\(.)|\{\}/g, (_, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (left.length === 0) throw new Error('more places than values');
    const value = left.shift();
    if (typeof value === 'object' && value !== null) throw new Error('a value is no text or number');
    return String(value);
  });
  if (left.length > 0) throw new Error('more values than places');
  return text;
};

const add = (...values: readonly unknown[]): number => {
  if (values.length !== 2) throw new Error('expected 2 numbers');
  return values.reduce<number>((sum, value) => {
    if (typeof value !== 'number') throw new Error(`${JSON.stringify(value)} is no number`);
    return sum + Math.round(value);
  }, 0);
};

/** The functions that the Amazon States Language knows with JSONPath. */
export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  'States.Format': format,
  'States.StringToJson': (text: string) => JSON.parse(text) as unknown,
  'States.JsonToString': (value: unknown) => JSON.stringify(value),
  'States.JsonMerge': (first: object, second: object) => ({ ...first, ...second }),
  'States.MathAdd': add,
  'States.MathRandom': (from: number, to: number) => randomInt(from, to),
  'States.Array': (...values: unknown[]) => values,
  'States.ArrayLength': (list: readonly unknown[]) => list.length,
  'States.ArrayContains': (list: readonly unknown[], value: unknown) =>
    list.some((item) => isDeepStrictEqual(item, value)),
  'States.ArrayGetItem': (list: readonly unknown[], index: number) => {
    if (index >= list.length) throw new Error(`no item ${index}`);
    return list[index];
  },
  'States.ArrayPartition': (list: readonly unknown[], size: number) =>
    Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
      list.slice(part * size, (part + 1) * size),
    ),
  'States.ArrayRange': (from: number, to: number, step: number) =>
    Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step),
  'States.ArrayUnique': (list: readonly unknown[]) =>
    list.filter((item, at) => list.findIndex((other) => isDeepStrictEqual(item, other)) === at),
  'States.StringSplit': (text: string, separators: string) =>
    text.split(new RegExp(`[${separators.replaceAll(/[\\\]^-]/g, '\\$&')}]`)).filter((part) => part !== ''),
  'States.Base64Encode': (text: string) => Buffer.from(text).toString('base64'),
  'States.Base64Decode': (text: string) => Buffer.from(text, 'base64').toString(),
  'States.Hash': (text: unknown, algorithm: string) =>
    createHash(algorithm.replace('-', ''))
      .update(typeof text === 'string' ? text : JSON.stringify(text))
      .digest('hex'),
  'States.UUID': () => randomUUID(),
};
