import { z } from 'zod';

export const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,30}$/, 'must be 2 to 31 of a-z, 0-9 and "-", starting with a letter');
