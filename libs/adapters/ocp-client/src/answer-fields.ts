import { z } from 'zod';
import { readableProse } from './ocp-prose.ts';

/** Missing values often arrive from OCP as this text. */
const MISSING = 'undefined';

/** An id: text, or a number written as one. Anything else does not fit. */
export const id = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => text !== '' && text !== MISSING, 'expected an id, got none');

/** Ids are kept in records a hundred at a time, and travel in queue messages. */
const MAX_ID_CHARACTERS = 512;

/** An id that we keep and ask for again: one that no URL or queue message can carry does not fit. */
export const keptId = id.refine(
  (text) => text.length <= MAX_ID_CHARACTERS && !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text),
  `expected an id of at most ${MAX_ID_CHARACTERS} characters, none of them a control character`,
);

/** An id that we keep, or undefined where it is missing or unreadable. */
export const optionalId = keptId.optional().catch(undefined);

/** Text, or undefined where it is missing or no text. */
export const optionalText = z
  .string()
  .optional()
  .catch(undefined)
  .transform((text) => (text === '' || text === MISSING ? undefined : text));

/** What OCP says in words, as a short line, or undefined. */
export const optionalProse = optionalText.transform((text) => text && readableProse(text));

/** A number that is not negative, or undefined. */
export const optionalNumber = z.number().nonnegative().optional().catch(undefined);

/** A whole number that is not negative, or undefined: half a byte says nothing of a file's length. */
export const optionalCount = z.number().int().nonnegative().optional().catch(undefined);

/** Lower-case hex, or undefined where it is no SHA-256 in hex. */
export const optionalSha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .transform((hex) => hex.toLowerCase())
  .optional()
  .catch(undefined);

/** Years of four digits: all others have another form, or are no date at all. */
const isInstant = (epochMs: number): boolean => epochMs >= Date.UTC(1000, 0) && epochMs < Date.UTC(10_000, 0);

/** ISO 8601 in UTC with milliseconds, from epoch milliseconds or ISO 8601 with a zone; undefined for anything else. */
export const optionalInstant = z
  .union([z.number(), z.iso.datetime({ offset: true }).transform(Date.parse)])
  .refine(isInstant)
  .transform((epochMs) => new Date(epochMs).toISOString())
  .optional()
  .catch(undefined);
