import { CallId, keepUnknownFields } from '@recordings/call-record';
import { z } from 'zod';

const count = z.number().int().nonnegative();

/** What a sweep found in its range. */
export const SweepResult = keepUnknownFields(
  z.object({
    /** Whether its listing was trusted and complete. If not, the range is swept again. */
    isDone: z.boolean(),
    /** OCP listed nothing, and too few recordings are stored to tell whether that is true. */
    isEmpty: z.boolean().optional(),
    /** The listing ended early, so a shorter range may be listed whole. */
    isCutOff: z.boolean().optional(),
    /** Calls whose recording OCP lists. */
    listed: count,
    /** Listed calls that were stored already. */
    stored: count,
    /** Listed calls that had no record. */
    created: count,
    /** Listed calls that had been given up or explained. */
    reopened: count,
    /** Calls that we store and that a trusted listing lacks. */
    notListed: count,
    /** The first hundred of them. Absent: none, or a version that only counted them. */
    notListedCalls: z.array(CallId).optional(),
    /** Events of calls in the CDRs of the job. */
    cdrEvents: count,
    /** Those that reported anything new. */
    newCdrEvents: count,
  }),
);
export type SweepResult = z.infer<typeof SweepResult>;

/** Makes a reconciliation the sweep of a range: it has no calls, and ends with a result. */
export const Sweep = keepUnknownFields(z.object({ result: SweepResult.optional() }));
export type Sweep = z.infer<typeof Sweep>;
