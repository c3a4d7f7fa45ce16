import { keepUnknownFields } from '@recordings/call-record';
import { z } from 'zod';

/** The error that ended an export job. */
export const JobError = keepUnknownFields(
  z.object({
    /** Of our error, as `OCP_THROTTLED`. */
    code: z.string().optional(),
    /** OCP's words, where its answer has them. */
    errorType: z.string().optional(),
    errorMessage: z.string().optional(),
  }),
);
export type JobError = z.infer<typeof JobError>;
