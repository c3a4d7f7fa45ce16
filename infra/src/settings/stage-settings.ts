import { z } from 'zod';
import { DataSchema } from './schemas/data-schema.ts';
import { NetworkSchema } from './schemas/network-schema.ts';
import { ServicesSchema } from './schemas/services-schema.ts';

/** Everything that differs between stages. */
export const StageSettings = z.strictObject({
  /** First part of every name. Bucket names are global at AWS, so it must differ from that of every other account. */
  prefix: z.string().regex(/^[a-z0-9-]{3,20}$/, { error: 'expected 3 to 20 of a-z, 0-9 and "-"' }),
  /** Without it, the account of the credentials that deploy. */
  account: z
    .string()
    .regex(/^\d{12}$/, { error: 'expected 12 digits' })
    .optional(),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'expected a region, like eu-west-1' }),
  /** Path from the repository's root. Each of its lines of business gets a bucket. */
  registryFile: z.string().min(1),
  data: DataSchema,
  network: NetworkSchema,
  services: ServicesSchema,
});
export type StageSettings = z.infer<typeof StageSettings>;
export type StageSettingsInput = z.input<typeof StageSettings>;
