import { GroupId, HOUR_MS, TenantId } from '@recordings/call-record';
import { z } from 'zod';
import { checkRange, TimeInput } from '../time-range.ts';

const MAX_DAYS = 31;

const HourInput = TimeInput.refine((time) => Date.parse(time) % HOUR_MS === 0, {
  error: 'must be a full hour in UTC',
});

/** Of which hours and groups it is asked how complete they are. Strict, as `CallQuery` is. */
export const CompletenessQuery = z
  .strictObject({
    tenant: TenantId.describe('The tenant of the calls'),
    group: GroupId.optional().describe('Only this OCP group'),
    from: HourInput.describe('The first hour'),
    to: HourInput.describe(`The end of the last hour; at most ${MAX_DAYS} days after \`from\``),
  })
  .superRefine(checkRange(MAX_DAYS));
export type CompletenessQuery = z.output<typeof CompletenessQuery>;
