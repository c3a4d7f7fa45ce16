import { z } from 'zod';

/** ISO 8601 in UTC, always with milliseconds, so that it sorts as text: `2026-01-15T10:30:00.000Z`. */
export const Timestamp = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'must be like 2026-01-15T10:30:00.000Z');
export type Timestamp = z.infer<typeof Timestamp>;

/** @param epochMs milliseconds since 1970, UTC. */
export const timestampOf = (epochMs: number): Timestamp => new Date(epochMs).toISOString();

/** @returns milliseconds since 1970, UTC. */
export const epochMsOf = (timestamp: Timestamp): number => Date.parse(timestamp);

/** The timestamp `ms` milliseconds later (earlier if negative). */
export const shifted = (timestamp: Timestamp, ms: number): Timestamp =>
  timestampOf(epochMsOf(timestamp) + ms);
