import type { ExportApi, SentForm, SentValue } from '@recordings/call-record';
import { OcpRequestRejectedError } from '@recordings/reconciliation';
import type { OcpOperation, OperationValues } from './dialect.ts';
import { namesOf } from './read-place.ts';

type Sent = string | number | boolean | readonly string[];

export type SentRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The values of the path. */
  readonly values: OperationValues;
  readonly query: readonly (readonly [string, string])[];
  /** Absent if nothing is sent. */
  readonly body?: object;
};

/** The request of an operation, with the values in the forms that OCP wants. */
export const sendValues = (
  { method, path, query, body }: ExportApi[OcpOperation],
  values: OperationValues,
): SentRequest => {
  const sent = Object.entries(body as Readonly<Record<string, SentValue>>).flatMap(([pointer, given]) => {
    const value = formOf(given, values);
    return value === undefined ? [] : [[pointer, value] as const];
  });
  return {
    method,
    path,
    values,
    query: Object.entries(query).flatMap(([name, given]) => {
      const value = formOf(given, values);
      return value === undefined ? [] : [[name, String(value)] as const];
    }),
    ...(sent.length > 0 && { body: bodyOf(sent) }),
  };
};

const formOf = (given: SentValue, values: OperationValues): Sent | undefined => {
  if ('constant' in given) return given.constant;
  const text = values[given.value];
  return text === undefined ? undefined : writeValue(text, given.as);
};

const writeValue = (text: string, as: SentForm): Sent => {
  switch (as) {
    case 'string':
    case 'iso':
    case 'commas':
      return text;
    case 'list':
      return text.split(',');
    case 'isoSeconds':
      return text.replace(/\.\d+Z$/, 'Z');
    case 'epochMs':
      return Date.parse(text);
    case 'epochSeconds':
      return Math.floor(Date.parse(text) / 1_000);
    case 'number':
      return wholeNumberOf(text);
    default:
      return as satisfies never;
  }
};

/** @throws {OcpRequestRejectedError} if the text is no number, or JSON would round it. */
const wholeNumberOf = (text: string): number => {
  const number = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(number)) return number;
  throw new OcpRequestRejectedError(`"${text}" cannot be sent to OCP as a number`);
};

const bodyOf = (sent: readonly (readonly [string, Sent])[]): object => {
  const body = {};
  for (const [pointer, value] of sent) {
    const names = namesOf(pointer);
    const last = names.pop()!;
    let at: Record<string, unknown> = body;
    for (const name of names) at = (at[name] ??= {}) as Record<string, unknown>;
    at[last] = value;
  }
  return body;
};
