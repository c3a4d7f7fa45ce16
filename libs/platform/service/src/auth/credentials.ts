import { z } from 'zod';

export const Scope = z.enum([
  'events:write',
  'recordings:write',
  'calls:read',
  'audio:read',
  'executions:run',
]);
export type Scope = z.infer<typeof Scope>;

/** One caller. The key itself is not stored, only its SHA-256. */
export const Credential = z.object({
  name: z.string().min(1),
  keySha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex'),
  /** Tenants whose calls the caller may read and write. */
  tenants: z.array(z.string().min(1)).min(1),
  scopes: z.array(Scope).min(1),
});
export type Credential = z.infer<typeof Credential>;

export const Credentials = z.array(Credential).min(1);
