import { keepUnknownFields } from '@recordings/call-record';
import { z } from 'zod';

/**
 * What the listing of an export job proves, judged once per job. Every listing proves the recordings that it names.
 *
 * - `trusted`: a call that the job covered and that the listing lacks has no recording at OCP now.
 * - `untrusted`: it lacks recordings that it must contain, or it is too small to tell.
 * - `incomplete`: a limit cut it off, a row could not be read, or OCP did not report a known success.
 */
export const ListingVerdict = keepUnknownFields(
  z.object({
    kind: z.enum(['trusted', 'untrusted', 'incomplete']),
    /** Why it proves no absence; empty if it is trusted. */
    reason: z.string(),
    /** It ends early, so a job over a shorter range may be listed whole. */
    isCutOff: z.boolean().optional(),
  }),
);
export type ListingVerdict = z.infer<typeof ListingVerdict>;
