import { z } from 'zod';

/** Strict: if a misspelt `dryRun` were ignored, the execution would publish. */
const Query = z.strictObject({ dryRun: z.enum(['true', 'false']).optional() });

const EXPECTED = 'expected dryRun=true or dryRun=false, or no query';

/** Characters of a refused value that the answer repeats. */
const MAX_VALUE = 100;

/** @returns what is wrong with the query of a request for an execution: undefined if it is valid. */
export const findInvalidQuery = (query: unknown): string | undefined => {
  const { success, error } = Query.safeParse(query);
  if (success) return undefined;
  const unknownNames = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [],
  );
  if (unknownNames.length > 0)
    return `unknown query parameter ${unknownNames.map(quote).join(', ')}; ${EXPECTED}`;
  return `dryRun is ${quote((query as { readonly dryRun?: unknown }).dryRun)}; ${EXPECTED}`;
};

/** @returns what is wrong with the body of a request for an execution: undefined if there is none. */
export const findInvalidBody = (body: unknown): string | undefined =>
  body === undefined || body === null || body === ''
    ? undefined
    : `the body is ${quote(body)}; expected no body. To plan only, send ?dryRun=true in the URL`;

const quote = (value: unknown): string => JSON.stringify(value).slice(0, MAX_VALUE);
