import { z } from 'zod';
import { placesAt } from './field.ts';

/** What OCP means by an error code in an answer. */
const MEANINGS = [
  'busy',
  'not-ready',
  'absent',
  'expired',
  'credentials',
  'throttled',
  'unavailable',
  'rejected',
] as const;
export type RefusalMeaning = (typeof MEANINGS)[number];

const Meaning = z.enum(MEANINGS, { error: `must be one of: ${MEANINGS.join(', ')}` });

/** How OCP refuses. HTTP statuses mean what they always do, unless the answer has an error code that is named here. */
export const Refusals = z.strictObject({
  /** Where an answer has an error code, with whatever HTTP status. Read only if `meanings` has any. */
  code: placesAt('/code'),
  meanings: z.record(z.string().min(1), Meaning).default({}),
  /** Where an answer has OCP's own name for the kind of error. It decides nothing. */
  errorType: placesAt('/errorType'),
  /** Where an answer has words for people. */
  message: placesAt('/errorMessage', '/message', '/error', '/code'),
});
