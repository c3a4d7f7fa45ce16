import { z } from 'zod';
import { arnOf, wholeNumber } from './value-ranges.ts';

const Principal = arnOf('iam', /((role|user)\/.+|root)/, 'arn:aws:iam::111111111111:role/quality-team');

export const DataSchema = z.strictObject({
  /** Whether tables, buckets and keys stay when their stack is deleted, and whether tables refuse to be deleted. */
  retain: z.boolean(),
  /**
   * Days in which no principal can delete a version of a recording or of an audit file; in mode GOVERNANCE except
   * those that have `s3:BypassGovernanceRetention`. CloudFormation sets it only when it creates the bucket.
   */
  objectLock: z
    .strictObject({ mode: z.enum(['GOVERNANCE', 'COMPLIANCE']), days: wholeNumber(1, 3_650) })
    .optional(),
  /** Days for which the access logs of the buckets are kept. */
  accessLogDays: wholeNumber(1, 3_650),
  /**
   * Who may take the reader role of a line of business, of `unassigned` or of `quarantine`. Without an entry:
   * the principals of this account whose own policies allow it.
   */
  readers: z.record(z.string(), z.array(Principal).min(1, 'expected at least one principal')),
  /** Who may take the role `operator`, to run the command line of operators. Without it: as for `readers`. */
  operators: z.array(Principal).min(1, 'expected at least one principal').optional(),
});
export type DataSettings = z.infer<typeof DataSchema>;
