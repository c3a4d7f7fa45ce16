import { z } from 'zod';

/** Faults that can be switched on; the README says what each one does. */
export const FaultKind = z.enum([
  'late-push',
  'duplicate-events',
  'reordered-events',
  'http-429',
  'http-500',
  'slow-job',
  'failed-job',
  'busy-slot',
  'not-found',
  'truncated-download',
]);
export type FaultKind = z.infer<typeof FaultKind>;
