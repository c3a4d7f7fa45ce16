import { z } from 'zod';

const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** ISO 8601 in UTC, always with milliseconds, so that it sorts as text: `2026-01-15T10:30:00.000Z`. */
export const Timestamp = z.string().regex(FORM, 'must be like 2026-01-15T10:30:00.000Z');
export type Timestamp = z.infer<typeof Timestamp>;

/** @param epochMs milliseconds since 1970, UTC. */
export const timestampOf = (epochMs: number): Timestamp => new Date(epochMs).toISOString();

/** A time outside these is in another unit (seconds, microseconds) or garbage. */
const MIN_CALL_EPOCH_MS = Date.UTC(2000, 0, 1);
const MAX_CALL_EPOCH_MS = Date.UTC(2100, 0, 1);

const isCallTime = (epochMs: number): boolean => epochMs >= MIN_CALL_EPOCH_MS && epochMs < MAX_CALL_EPOCH_MS;

/**
 * A time at which something of a call can have happened: from 2000 to before 2100. A deadline derived from it is a
 * valid timestamp too.
 */
export const CallTime = Timestamp.refine((time) => isCallTime(Date.parse(time)), {
  error: 'must be a time between 2000 and 2100',
});

/** The same as a question. */
export const isCallTimeText = (text: string): boolean => FORM.test(text) && isCallTime(Date.parse(text));

/**
 * @param epochMs milliseconds since 1970, UTC.
 * @returns undefined if no call can have happened then: before 2000, from 2100 on, or not a number.
 */
export const callTimeOf = (epochMs: number): Timestamp | undefined =>
  isCallTime(epochMs) ? timestampOf(Math.floor(epochMs)) : undefined;

/** @returns milliseconds since 1970, UTC. */
export const epochMsOf = (timestamp: Timestamp): number => Date.parse(timestamp);

export const earlierOf = (a: Timestamp, b: Timestamp): Timestamp => (a < b ? a : b);
export const laterOf = (a: Timestamp, b: Timestamp): Timestamp => (a > b ? a : b);

/** The timestamp `ms` milliseconds later (earlier if negative). */
export const shifted = (timestamp: Timestamp, ms: number): Timestamp =>
  timestampOf(epochMsOf(timestamp) + ms);
