import { z } from 'zod';
import { readableProse } from './ocp-prose.ts';

/** OCP often writes this text for a missing value. */
const MISSING = 'undefined';

/** An id: text or a number, as text. */
export const id = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => text !== '' && text !== MISSING, 'expected an id, got an empty or missing value');

/** Records keep a hundred ids, and queue messages carry them. */
const MAX_ID_CHARACTERS = 512;

/** An id that we store and use in later requests, so it must fit into a URL and a queue message. */
export const keptId = id.refine(
  (text) => text.length <= MAX_ID_CHARACTERS && !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text),
  `expected an id of at most ${MAX_ID_CHARACTERS} characters without control characters`,
);

/** Like `keptId`, or undefined if it is missing or invalid. */
export const optionalId = keptId.optional().catch(undefined);

/** Text, or undefined if it is missing, empty or not text. */
export const optionalText = z
  .string()
  .optional()
  .catch(undefined)
  .transform((text) => (text === '' || text === MISSING ? undefined : text));

/** OCP's words as a short line, or undefined. */
export const optionalProse = optionalText.transform((text) => text && readableProse(text));

/** A number of at least 0, or undefined. */
export const optionalNumber = z.number().nonnegative().optional().catch(undefined);

/** A whole number of at least 0, or undefined: a length of half bytes is garbage. */
export const optionalCount = z.number().int().nonnegative().optional().catch(undefined);

/** Lower-case hex, or undefined if it is not a SHA-256 in hex. */
export const optionalSha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .transform((hex) => hex.toLowerCase())
  .optional()
  .catch(undefined);

/** Only years of four digits have the form of our timestamps. */
const isInstant = (epochMs: number): boolean => epochMs >= Date.UTC(1000, 0) && epochMs < Date.UTC(10_000, 0);

/** ISO 8601 in UTC with milliseconds, from epoch milliseconds or ISO 8601 with a zone; undefined for anything else. */
export const optionalInstant = z
  .union([z.number(), z.iso.datetime({ offset: true }).transform(Date.parse)])
  .refine(isInstant)
  .transform((epochMs) => new Date(epochMs).toISOString())
  .optional()
  .catch(undefined);
