import { z } from 'zod';
import { timestampOf } from '../timestamp.ts';

/** OCP writes a missing value as the text "undefined"; empty and null mean the same. */
const missing = new Set<unknown>(['undefined', 'null', '', null]);

const absentIfMissing = (value: unknown): unknown => (missing.has(value) ? undefined : value);

/** Text that may be missing in any of the ways OCP writes it; a number is taken as its text. */
export const lenientText = z.preprocess(
  absentIfMissing,
  z.union([z.string(), z.number().transform(String)]).optional(),
);

/** What an event cannot do without: the text "undefined" is no call's id. */
export const required = <S extends z.ZodType>(schema: S) => z.preprocess(absentIfMissing, schema);

/** No call lasts a week: a longer duration is another unit or garbage, and would put the call's end in the future. */
const MAX_DURATION_MS = 7 * 86_400_000;

/** A count of milliseconds that may be missing or written as text; one that cannot be a call's counts as missing. */
export const lenientMs = z.preprocess(
  absentIfMissing,
  z.coerce
    .number()
    .nonnegative()
    .transform((ms) => (ms > MAX_DURATION_MS ? undefined : Math.round(ms)))
    .optional(),
);

/** 2000 to 2100: a time outside it is another unit (seconds, microseconds) or garbage. */
const MIN_EPOCH_MS = Date.UTC(2000, 0, 1);
const MAX_EPOCH_MS = Date.UTC(2100, 0, 1);

const epochOf = (value: string | number): number => {
  if (typeof value === 'number') return value;
  return /^\d+$/.test(value) ? Number(value) : Date.parse(value);
};

/** Epoch milliseconds or ISO 8601 with an offset, as our timestamp. */
export const eventTime = z
  .union([z.number(), z.string()])
  .refine((value) => typeof value === 'number' || /^\d+$|(Z|[+-]\d\d:?\d\d)$/.test(value), {
    error: 'must be epoch milliseconds or ISO 8601 with an offset',
  })
  .transform(epochOf)
  .refine((ms) => ms >= MIN_EPOCH_MS && ms < MAX_EPOCH_MS, {
    error: 'must be a time between 2000 and 2100; a number is epoch milliseconds',
  })
  .transform((ms) => timestampOf(Math.floor(ms)));

export const lenientTime = z.preprocess(absentIfMissing, eventTime.optional());
