import { GroupId, TenantId, type Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import { describeIssues, ExistingTime, type Parsed, parseJson } from './text-body.ts';

/** Strict: a misspelt `from` would be replaced by its default. */
const Body = z.strictObject({
  tenantId: TenantId,
  groupId: GroupId,
  from: ExistingTime.optional(),
  to: ExistingTime.optional(),
});

const Query = z.strictObject({ tenantId: TenantId, groupId: GroupId });

/** @param body the text that was sent. */
export const parseRederivationBody = (body: unknown, now: Timestamp): Parsed<z.infer<typeof Body>> => {
  const parsed = Body.safeParse(parseJson(body));
  if (!parsed.success) return { invalid: describeIssues(parsed.error, Body) };
  const { from, to = now } = parsed.data;
  if (from !== undefined && from >= to) return { invalid: `from is ${from}; expected a time before ${to}` };
  return { value: parsed.data };
};

export const parseRederivationQuery = (query: unknown): Parsed<z.infer<typeof Query>> => {
  const { data, error } = Query.safeParse(query);
  return data ? { value: data } : { invalid: describeIssues(error, Query) };
};
