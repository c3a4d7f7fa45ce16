import { z } from 'zod';
import { expectationOf } from './expectation-of.ts';

/** One environment variable, described for a person. */
export type Variable = {
  readonly name: string;
  readonly required: boolean;
  /** The value used if the variable is not set; absent if there is no default. */
  readonly default?: unknown;
  /** The values that are allowed: range, choices or format. */
  readonly expected: string;
  readonly description: string;
};

/** The variables of a configuration schema, in the order of the schema. */
export const describeVariables = (schema: z.ZodObject): Variable[] =>
  Object.entries(schema.shape).map(([name, field]) => describeVariable(name, field as z.ZodType));

const describeVariable = (name: string, field: z.ZodType): Variable => {
  const json = z.toJSONSchema(field, { io: 'input', unrepresentable: 'any' });
  const unset = field.safeParse(undefined);
  return {
    name,
    required: !unset.success,
    ...(unset.success && unset.data !== undefined && { default: unset.data }),
    expected: expectationOf(json),
    description: json.description ?? '',
  };
};
