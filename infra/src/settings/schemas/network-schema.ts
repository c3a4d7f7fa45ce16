import { z } from 'zod';
import { Cidr, LogDays, wholeNumber } from './value-ranges.ts';

export const NetworkSchema = z.strictObject({
  vpcCidr: Cidr,
  availabilityZones: z
    .array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, { error: 'expected a zone, like eu-west-1a' }))
    .min(2, 'expected at least two zones'),
  natGateways: wholeNumber(0, 6),
  flowLogDays: LogDays,
});
