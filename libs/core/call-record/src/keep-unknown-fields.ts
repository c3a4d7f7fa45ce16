import type { z } from 'zod';

/**
 * The schema, made to keep fields that it does not name: during an upgrade an older version reads and rewrites what a
 * newer one wrote. Its type names only the known fields.
 */
export const keepUnknownFields = <S extends z.ZodObject>(schema: S): S => schema.loose() as unknown as S;
