import { z } from 'zod';

/** A whole number in a range; an error names the range. */
export const wholeNumber = (min: number, max: number) => {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z.int({ error: expected }).min(min, expected).max(max, expected);
};

/** The days that CloudWatch Logs can keep a log group. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export const LogDays = z.literal(LOG_RETENTION_DAYS, {
  error: `expected one of the days that CloudWatch Logs offers: ${LOG_RETENTION_DAYS.join(', ')}`,
});

export const Cidr = z.cidrv4({ error: 'expected a range of IPv4 addresses, like 10.20.0.0/16' });

/** @param service as in the ARN, for example `acm`. */
export const arnOf = (service: string, resource: RegExp, example: string) =>
  z.string().regex(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:\\d{12}:${resource.source}$`), {
    error: `expected an ARN, like ${example}`,
  });
