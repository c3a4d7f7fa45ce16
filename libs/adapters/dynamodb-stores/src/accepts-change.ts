import { z } from 'zod';

/** @param before accepted by the schema, or undefined if there is no such value. */
export type AcceptsChange = (before: unknown, after: unknown) => boolean;

/**
 * Makes the function that says whether a schema accepts a value that was made from an accepted one. Parts that are the same
 * are not looked at again, so it takes a fraction of the CPU time and memory of `safeParse`.
 *
 * If it says no, `safeParse` decides: it also knows forms that are not known here.
 */
export const makeAcceptsChange = (schema: z.ZodType): AcceptsChange => {
  let accepts: AcceptsChange | undefined;
  return (before, after) => {
    if (after === undefined) return schema instanceof z.ZodOptional;
    if (after === before) return true;
    accepts ??= compile(schema);
    return accepts(before, after);
  };
};

const compile = (schema: z.ZodType): AcceptsChange => {
  const acceptsWhole = (after: unknown): boolean => schema.safeParse(after).success;
  if (hasChecks(schema)) return (_, after) => acceptsWhole(after);
  if (schema instanceof z.ZodOptional) return makeAcceptsChange(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodArray) {
    const element = makeAcceptsChange(schema.element as z.ZodType);
    return (before, after) =>
      Array.isArray(before) && Array.isArray(after)
        ? after.every((one, at) => element(before[at], one))
        : acceptsWhole(after);
  }
  if (schema instanceof z.ZodObject && isLoose(schema)) {
    const fields = Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>).map(
      ([name, field]) => [name, makeAcceptsChange(field)] as const,
    );
    return (before, after) =>
      isObject(before) && isObject(after)
        ? fields.every(([name, field]) => field(before[name], after[name]))
        : acceptsWhole(after);
  }
  return (_, after) => acceptsWhole(after);
};

/** A check of the whole, as a length or a refinement, may depend on the parts that are the same. */
const hasChecks = ({ def }: z.ZodType): boolean => ((def as z.core.$ZodTypeDef).checks?.length ?? 0) > 0;

/** It accepts every field that it does not name. */
const isLoose = ({ def: { catchall } }: z.ZodObject): boolean => catchall instanceof z.ZodUnknown;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
