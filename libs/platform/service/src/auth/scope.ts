import { z } from 'zod';

/** What a caller may do. */
export const Scope = z.enum([
  'events:write',
  'recordings:write',
  'calls:read',
  'audio:read',
  'executions:run',
]);
export type Scope = z.infer<typeof Scope>;
