import type { z } from 'zod';
import { QuestionInvalidError } from './errors.ts';

/** @throws {QuestionInvalidError} naming each field that is wrong, missing or unknown. */
export const parseQuestion = <S extends z.ZodType>(schema: S, asked: unknown): z.output<S> => {
  const parsed = schema.safeParse(asked);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(' '),
  );
  throw new QuestionInvalidError(faults.join('; '));
};
