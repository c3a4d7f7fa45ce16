import type { z } from 'zod';
import { QuestionInvalidError } from './errors.ts';

/** @throws {QuestionInvalidError} naming each field that is wrong, missing or unknown. */
export const parseQuestion = <S extends z.ZodType>(schema: S, asked: unknown): z.output<S> => {
  const parsed = schema.safeParse(asked);
  if (parsed.success) return parsed.data;
  throw new QuestionInvalidError(parsed.error.issues.map(describeFault).join('; '));
};

const describeFault = (issue: z.core.$ZodIssue): string =>
  issue.code === 'unrecognized_keys'
    ? `unknown parameters: ${showNames(issue.keys)}`
    : [issue.path.join('.'), issue.message].filter(Boolean).join(' ');

const MAX_SHOWN_NAMES = 5;
/** A misspelt name. Others may be anything that a sender put into the URL, as the number of a caller. */
const SHOWN_NAME = /^[A-Za-z_-]{1,32}$/;

const showNames = (names: readonly string[]): string => {
  const shown = names.filter((name) => SHOWN_NAME.test(name)).slice(0, MAX_SHOWN_NAMES);
  const others = names.length - shown.length;
  return [...shown.map((name) => `"${name}"`), ...(others > 0 ? [`${others} that are not shown`] : [])].join(
    ', ',
  );
};
