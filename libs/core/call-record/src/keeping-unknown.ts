import type { z } from 'zod';

/**
 * The schema with attributes that it does not know kept as they are: during an upgrade the older version reads and
 * writes what the newer one wrote. Its type names only what this version knows.
 */
export const keepingUnknown = <S extends z.ZodObject>(schema: S): z.ZodType<z.infer<S>> =>
  schema.loose() as unknown as z.ZodType<z.infer<S>>;
