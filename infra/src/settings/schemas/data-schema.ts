import { z } from 'zod';
import { arnOf, wholeNumber } from './value-ranges.ts';

const Principal = arnOf('iam', /(role|user)\/.+|root/, 'arn:aws:iam::111111111111:role/quality-team');

export const DataSchema = z.strictObject({
  /** Whether tables, buckets and keys stay when their stack is deleted. */
  retain: z.boolean(),
  /** Days in which no principal can delete a recording, a quarantined object or an audit file; 0: no Object Lock. */
  objectLockDays: wholeNumber(0, 3_650),
  /** Who may take the reader role of each line of business. Without an entry only the services read its recordings. */
  readers: z.record(z.string(), z.array(Principal).min(1, 'expected at least one principal')),
});
export type DataSettings = z.infer<typeof DataSchema>;
