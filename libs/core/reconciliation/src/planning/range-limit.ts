import { type ExportConstraints, epochMsOf, keepUnknownFields, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import type { ExportJob } from '../export-job/export-job.ts';

/** The longest range of merged windows of a tenant: the listing of a longer one was cut off by its number of pages. */
export const RangeLimit = keepUnknownFields(z.object({ minutes: z.number().int().min(1), since: Timestamp }));
export type RangeLimit = z.infer<typeof RangeLimit>;

const MINUTE_MS = 60_000;
/** A limit is tried to be doubled after so long: the calls of that time may be listed now. */
const DAY_MS = 1_440 * MINUTE_MS;
/** No profile allows a longer range, so that such a limit limits nothing. */
const LONGEST_MINUTES = 43_200;

/** Half of the range after a listing that was cut off. A day later twice as much, and so on, until it has no effect. */
export const nextRangeLimit = (
  limit: RangeLimit | undefined,
  ended: ExportJob,
  now: Timestamp,
): RangeLimit | undefined => {
  if (ended.phase !== 'exported') return limit;
  if (ended.verdict?.isCutOff) {
    return halveRange((epochMsOf(ended.toDate) - epochMsOf(ended.fromDate)) / MINUTE_MS, now);
  }
  return raiseLimit(limit, now);
};

/** The limit after the listing of such a range was cut off. */
export const halveRange = (rangeMinutes: number, now: Timestamp): RangeLimit => ({
  minutes: Math.max(1, Math.floor(rangeMinutes / 2)),
  since: now,
});

/** The limit after a listing that was whole. */
export const raiseLimit = (limit: RangeLimit | undefined, now: Timestamp): RangeLimit | undefined => {
  if (!limit || epochMsOf(now) - epochMsOf(limit.since) < DAY_MS) return limit;
  const minutes = limit.minutes * 2;
  return minutes >= LONGEST_MINUTES ? undefined : { minutes, since: now };
};

/** The constraints of a group with the range limit of a tenant. A range stays as long as OCP demands. */
export const limitRange = (
  constraints: ExportConstraints,
  limit: RangeLimit | undefined,
): ExportConstraints => {
  if (!limit) return constraints;
  const { minRangeMinutes, alignMinutes, maxRangeMinutes } = constraints;
  const wanted = Math.max(limit.minutes, minRangeMinutes, alignMinutes);
  return { ...constraints, maxRangeMinutes: Math.min(maxRangeMinutes, wanted) };
};
