import { CallId, GroupId, TenantId } from '@recordings/call-record';
import { z } from 'zod';
import { describeIssues, ExistingTime, type Parsed, parseJson } from './text-body.ts';

/** Strict: if a misspelt `dryRun` were ignored, the execution would publish. */
const Query = z.strictObject({ dryRun: z.enum(['true', 'false']).optional() });

/** More tenants, groups or calls than this need several requests. */
const MAX_NAMED = 100;

/** Strict: if a misspelt `from` were ignored, the execution would cover more calls than it should. */
const Body = z.strictObject({
  from: ExistingTime.optional(),
  to: ExistingTime.optional(),
  tenants: z.array(TenantId).min(1).max(MAX_NAMED).optional(),
  groups: z.array(GroupId).min(1).max(MAX_NAMED).optional(),
  callIds: z.array(CallId).min(1).max(MAX_NAMED).optional(),
});
export type ExecutionBody = z.infer<typeof Body>;

/** @returns what is wrong with the query of a request for an execution: undefined if it is valid. It repeats no part of it. */
export const findInvalidQuery = (query: unknown): string | undefined =>
  Query.safeParse(query).success
    ? undefined
    : 'the query is not known; expected dryRun=true or dryRun=false, or no query';

/** @param body the text that was sent. Without one the execution covers all calls of the tenants of the key. */
export const parseExecutionBody = (body: unknown): Parsed<ExecutionBody> => {
  if (body === undefined || body === null || body === '') return { value: {} };
  const parsed = Body.safeParse(parseJson(body));
  if (!parsed.success) {
    return { invalid: `${describeIssues(parsed.error, Body)}. To plan only, send ?dryRun=true in the URL` };
  }
  const { from, to } = parsed.data;
  if (from !== undefined && to !== undefined && from >= to) {
    return { invalid: `from is ${from}; expected a time before ${to}` };
  }
  return { value: parsed.data };
};
