import { z } from 'zod';

/** Variables of the services that hash personal fields. */
export const piiConfig = {
  PII_HASH_KEY: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Secret by which personal fields are hashed; required if the registry hashes any. Another key gives other hashes',
    ),
} as const;

const PiiConfig = z.object(piiConfig);
export type PiiConfig = z.infer<typeof PiiConfig>;
