import { z } from 'zod';

/** Strict: if a misspelt `dryRun` were ignored, the execution would publish. */
const Query = z.strictObject({ dryRun: z.enum(['true', 'false']).optional() });

/** @returns what is wrong with the query of a request for an execution: undefined if it is valid. It repeats no part of it. */
export const findInvalidQuery = (query: unknown): string | undefined =>
  Query.safeParse(query).success
    ? undefined
    : 'the query is not known; expected dryRun=true or dryRun=false, or no query';

/** @returns what is wrong with the body of a request for an execution: undefined if there is none. */
export const findInvalidBody = (body: unknown): string | undefined =>
  body === undefined || body === null || body === ''
    ? undefined
    : 'there is a body; expected none. To plan only, send ?dryRun=true in the URL';
