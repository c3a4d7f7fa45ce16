import { z } from 'zod';

/** `true` or `false`. `z.coerce.boolean()` would read "false" as true. */
export const booleanFromEnv = z.enum(['true', 'false']).transform((text) => text === 'true');

/** An integer from `min` to `max`, both included; the variable's name carries the unit. */
export const integerFromEnv = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** Comma-separated values, without the blanks around them, each parsed by `item`. */
export const listFromEnv = <S extends z.ZodType<unknown, string>>(item: S) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item))
    .meta({ expected: 'a comma-separated list' });

/** JSON text, parsed by `schema`. The message does not repeat the text, because it may hold credentials. */
export const jsonFromEnv = <S extends z.ZodType>(schema: S) =>
  z.string().transform(parseJson).pipe(schema).meta({ expected: 'JSON' });

const parseJson = (text: string, context: z.RefinementCtx): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'the value is not JSON' });
    return z.NEVER;
  }
};
