import { z } from 'zod';
import { changes } from './answer-effects.ts';

const DAY_MS = 86_400_000;
const duration = z.int().min(0).max(DAY_MS);

/** Text, because YAML would round the number. */
const Digits = z.string().regex(/^[1-9]\d{0,17}$/, 'expected a whole number of at most 18 digits, in quotes');

/** An admitted request asks for the export slot of a group. */
export const SlotEffects = z.strictObject({
  /** A job of the console takes the slot just before, for so long. */
  busyMs: duration.optional(),
});

/** An export job is made. */
export const JobEffects = z.strictObject({
  /** Why it fails. */
  fails: z.string().min(1).optional(),
  durationMs: duration.optional(),
  /** So many times as long. */
  durationTimes: z.number().min(0).max(1_000_000).optional(),
  /** How long OCP keeps it once it has finished. */
  lifeMs: duration.optional(),
  /** OCP forgets the job so long after it was made. */
  vanishesAfterMs: duration.optional(),
  /** The ids of jobs are numbers: this one plus the place of the job. */
  numbersFrom: Digits.optional(),
});

/** A job gets a recording for its listing. */
export const EntryEffects = z.strictObject({
  /** `absent`: not listed at all. `unreadable`: its row names no call. */
  as: z.enum(['absent', 'not-found', 'error', 'unreadable']).optional(),
  /** The listing has another recording of the call too. `header`: a WAV file of 44 bytes. `whole`: a good one. */
  second: z
    .strictObject({ bytes: z.enum(['header', 'whole']), listed: z.enum(['before', 'after']) })
    .optional(),
  /** The row's size is so many bytes off. */
  sizeOff: z.int().optional(),
  sha256: z.enum(['wrong', 'none']).optional(),
  /** The ids of recordings are numbers: this one plus the place of the recording. */
  numbersFrom: Digits.optional(),
  ...changes,
});
export type EntryEffects = z.infer<typeof EntryEffects>;

/** A job gets a CDR for its listing. */
export const CdrEffects = z.strictObject({
  /** `absent`: not listed. `unreadable`: it names no call. `broken`: half of its JSON. */
  as: z.enum(['absent', 'unreadable', 'broken']).optional(),
  ...changes,
});
export type CdrEffects = z.infer<typeof CdrEffects>;
