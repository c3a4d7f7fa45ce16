import { GroupId, TenantId } from '@recordings/call-record';
import { z } from 'zod';
import { checkRange, TimeInput } from '../time-range.ts';

/** Records outlive the recordings at OCP: an auditor asks for a year. */
const MAX_DAYS = 3_660;
const MAX_CALLS = 500;
const MAX_CURSOR_CHARACTERS = 2_048;

/** Which page of the absence register is asked for. */
export const AbsenceQuery = z
  .strictObject({
    tenant: TenantId.describe('The tenant of the calls'),
    group: GroupId.optional().describe('Only calls of this OCP group'),
    from: TimeInput.describe('Calls that started at this time or later'),
    to: TimeInput.describe(`Calls that started before this time; at most ${MAX_DAYS} days after \`from\``),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(MAX_CALLS)
      .default(MAX_CALLS)
      .describe(`Calls of one page, at most ${MAX_CALLS}`),
    cursor: z.string().max(MAX_CURSOR_CHARACTERS).optional().describe('`cursor` of the page before'),
  })
  .superRefine(checkRange(MAX_DAYS));
export type AbsenceQuery = z.output<typeof AbsenceQuery>;
