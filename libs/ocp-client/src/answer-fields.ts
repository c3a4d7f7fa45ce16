import { z } from 'zod';

/** Missing values often arrive from OCP as this text. */
const MISSING = 'undefined';

/** An id: text, or a number written as one. Anything else does not fit. */
export const id = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => text !== '' && text !== MISSING, 'expected an id, got none');

/** An id, or undefined where it is missing or unreadable. */
export const optionalId = id.optional().catch(undefined);

/** Text, or undefined where it is missing or no text. */
export const optionalText = z
  .string()
  .optional()
  .catch(undefined)
  .transform((text) => (text === '' || text === MISSING ? undefined : text));

/** A number that is not negative, or undefined. */
export const optionalNumber = z.number().nonnegative().optional().catch(undefined);

/** Lower-case hex, or undefined where it is no SHA-256 in hex. */
export const optionalSha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .transform((hex) => hex.toLowerCase())
  .optional()
  .catch(undefined);

/** ISO 8601 in UTC with milliseconds, from epoch milliseconds or ISO 8601 with a zone; undefined for anything else. */
export const optionalInstant = z
  .union([z.number(), z.iso.datetime({ offset: true })])
  .transform((instant) => new Date(instant).toISOString())
  .optional()
  .catch(undefined);
