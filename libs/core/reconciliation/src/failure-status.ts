import { z } from 'zod';

/** How a reconciliation can end without having been completed. */
export const FailureStatus = z.enum([
  'FAILED_EXPORT_ERROR',
  'FAILED_MAX_RETRIES',
  'FAILED_OCP_API_ERROR',
  'FAILED_UNKNOWN_STATUS',
  'FAILED_PARALLEL_ERROR',
  'FAILED_UNEXPECTED_ERROR',
]);
export type FailureStatus = z.infer<typeof FailureStatus>;
