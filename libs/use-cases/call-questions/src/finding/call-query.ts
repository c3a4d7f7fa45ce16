import { CallList, GroupId, TenantId } from '@recordings/call-record';
import { z } from 'zod';
import { checkRange, TimeInput } from '../time-range.ts';

/** OCP keeps recordings for 60 days by default, so this range holds every call that can still be recovered. */
const MAX_DAYS = 92;
const MAX_CALLS = 500;
const DEFAULT_CALLS = 100;
/** A cursor holds an escaped call id of at most 470 bytes. */
const MAX_CURSOR_CHARACTERS = 2_048;

/** Which calls are asked for. Strict: with a misspelt filter ignored, the answer would hold other calls. */
export const CallQuery = z
  .strictObject({
    tenant: TenantId.describe('The tenant of the calls'),
    group: GroupId.optional().describe('Only calls of this OCP group'),
    from: TimeInput.describe('Calls that started at this time or later'),
    to: TimeInput.describe(`Calls that started before this time; at most ${MAX_DAYS} days after \`from\``),
    state: CallList.optional().describe('Only calls of this list'),
    lob: z.string().min(1).max(256).optional().describe('Only calls of this line of business'),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(MAX_CALLS)
      .default(DEFAULT_CALLS)
      .describe(`Calls of one page, at most ${MAX_CALLS}`),
    cursor: z.string().max(MAX_CURSOR_CHARACTERS).optional().describe('`cursor` of the page before'),
  })
  .superRefine(checkRange(MAX_DAYS));
export type CallQuery = z.output<typeof CallQuery>;
