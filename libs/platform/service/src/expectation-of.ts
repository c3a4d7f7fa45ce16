import type { z } from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

/** Describes in words the values that a JSON schema allows: `integer from 1 to 65535`, `one of debug, info`, `URL`. */
export const expectationOf = (schema: Schema): string => {
  if (typeof schema['expected'] === 'string') return schema['expected'];
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.const !== undefined) return String(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map((choice) => expectationOf(choice as Schema)).join(' or ');
  if (schema.type === 'integer' || schema.type === 'number') return `${schema.type}${rangeOf(schema)}`;
  return textOf(schema);
};

type Bounds = Pick<Schema, 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum'>;

const rangeOf = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Bounds): string => {
  const low = isBound(minimum) ? minimum : undefined;
  const high = isBound(maximum) ? maximum : undefined;
  if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`;
  const bounds = [
    low !== undefined && `of at least ${low}`,
    high !== undefined && `of at most ${high}`,
    isBound(exclusiveMinimum) && `above ${exclusiveMinimum}`,
    isBound(exclusiveMaximum) && `below ${exclusiveMaximum}`,
  ].filter((bound) => bound !== false);
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`;
};

/** zod gives every integer the bounds of a safe integer. Those are not worth showing. */
const isBound = (value: number | boolean | undefined): value is number =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER;

const textOf = ({ format, pattern, minLength, maxLength }: Schema): string => {
  if (format === 'uri') return 'URL';
  if (format !== undefined) return format;
  if (pattern !== undefined) return `text that matches ${pattern}`;
  const length = rangeOf({ minimum: minLength === 1 ? undefined : minLength, maximum: maxLength });
  return length === '' ? 'text' : `text, length${length}`;
};
