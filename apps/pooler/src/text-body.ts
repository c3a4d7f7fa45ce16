import { Timestamp, timestampOf } from '@recordings/call-record';
import type { z } from 'zod';

/** The expression of a time allows dates that do not exist, as 30 February. */
export const ExistingTime = Timestamp.refine((time) => isExisting(time), {
  error: 'must be a time that exists',
});

/** `Date` reads 30 February as 2 March. */
const isExisting = (time: Timestamp): boolean => {
  const epochMs = Date.parse(time);
  return !Number.isNaN(epochMs) && timestampOf(epochMs) === time;
};

export type Parsed<T> = { readonly value: T } | { readonly invalid: string };

/** Names fields of the schema. Names and values that were sent are not repeated. */
export const describeIssues = ({ issues }: z.ZodError, { shape }: z.ZodObject): string =>
  issues
    .map(({ code, path, message }) =>
      code === 'unrecognized_keys'
        ? `a name is not known; expected ${Object.keys(shape).join(', ')}`
        : `${path.join('.') || 'the input'}: ${message}`,
    )
    .join('; ');

/** @returns undefined if the text is no JSON. */
export const parseJson = (body: unknown): unknown => {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
};
