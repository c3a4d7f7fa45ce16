import { GroupId, TenantId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';

/** The expression of a time allows dates that do not exist, as 30 February. */
const Time = Timestamp.refine((time) => !Number.isNaN(Date.parse(time)), {
  error: 'must be a time that exists',
});

/** Strict: a misspelt `from` would be replaced by its default. */
const Body = z.strictObject({
  tenantId: TenantId,
  groupId: GroupId,
  from: Time.optional(),
  to: Time.optional(),
});

const Query = z.strictObject({ tenantId: TenantId, groupId: GroupId });

type Parsed<T> = { readonly value: T } | { readonly invalid: string };

/** @param body the text that was sent. */
export const parseRederivationBody = (body: unknown, now: Timestamp): Parsed<z.infer<typeof Body>> => {
  const parsed = Body.safeParse(parseJson(body));
  if (!parsed.success) return { invalid: z.prettifyError(parsed.error) };
  const { from, to = now } = parsed.data;
  if (from !== undefined && from >= to) return { invalid: `from is ${from}; expected a time before ${to}` };
  return { value: parsed.data };
};

export const parseRederivationQuery = (query: unknown): Parsed<z.infer<typeof Query>> => {
  const { data, error } = Query.safeParse(query);
  return data ? { value: data } : { invalid: z.prettifyError(error) };
};

const parseJson = (body: unknown): unknown => {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
};
