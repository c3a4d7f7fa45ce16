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
  if (!parsed.success) return { invalid: describeIssues(parsed.error, Body) };
  const { from, to = now } = parsed.data;
  if (from !== undefined && from >= to) return { invalid: `from is ${from}; expected a time before ${to}` };
  return { value: parsed.data };
};

export const parseRederivationQuery = (query: unknown): Parsed<z.infer<typeof Query>> => {
  const { data, error } = Query.safeParse(query);
  return data ? { value: data } : { invalid: describeIssues(error, Query) };
};

/** Names fields of the schema. Names and values that were sent are not repeated. */
const describeIssues = ({ issues }: z.ZodError, { shape }: typeof Body | typeof Query): string =>
  issues
    .map(({ code, path, message }) =>
      code === 'unrecognized_keys'
        ? `a name is not known; expected ${Object.keys(shape).join(', ')}`
        : `${path.join('.') || 'the input'}: ${message}`,
    )
    .join('; ');

const parseJson = (body: unknown): unknown => {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
};
