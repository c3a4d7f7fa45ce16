import {
  type ExportConstraints,
  epochMsOf,
  HOUR_MS,
  shifted,
  type Timestamp,
  timestampOf,
} from '@recordings/call-record';
import { limitRange, type RangeLimit } from '../planning/range-limit.ts';
import type { SweepRange } from './sweep-checkpoint.ts';

const MINUTE_MS = 60_000;
/** A longer range would list too much at once, and would block the slot of the group for too long. */
const LONGEST_MS = 48 * HOUR_MS;
/** OCP may select a call by its end. The range of a job begins this much earlier, so that ranges in a row cover each hour. */
const ASSUMED_LONGEST_CALL_MS = 4 * HOUR_MS;

/** How ranges of a group are cut. Milliseconds. */
export type SweepSpan = {
  /** Ranges begin and end on whole multiples of this. */
  readonly stepMs: number;
  /** The longest range. Its job is longer by `overlapMs`. */
  readonly longestMs: number;
  readonly overlapMs: number;
};

/** @param limit after a listing that was cut off. */
export const sweepSpanOf = (constraints: ExportConstraints, limit?: RangeLimit): SweepSpan => {
  const { alignMinutes, maxRangeMinutes, selectsBy } = limitRange(constraints, limit);
  const allowedMs = Math.min(maxRangeMinutes * MINUTE_MS, LONGEST_MS);
  const stepMs = stepOf(allowedMs, Math.max(1, alignMinutes) * MINUTE_MS);
  const jobMs = floorTo(allowedMs, stepMs) || allowedMs;
  const wantedMs = selectsBy === 'start' ? 0 : Math.ceil(ASSUMED_LONGEST_CALL_MS / stepMs) * stepMs;
  // A job that is hardly longer than the overlap would make no progress.
  const overlapMs = jobMs >= 2 * wantedMs ? wantedMs : 0;
  return { stepMs: Math.min(stepMs, jobMs), longestMs: jobMs - overlapMs, overlapMs };
};

/** Whole hours. A shorter job begins and ends where OCP allows it, and not between: OCP would export more than was asked for. */
const stepOf = (allowedMs: number, alignMs: number): number => {
  const wholeMs = Math.max(HOUR_MS, alignMs);
  return allowedMs >= wholeMs ? wholeMs : Math.max(alignMs, floorTo(allowedMs, alignMs));
};

/** The ranges that a sweep of this range consists of, the oldest first. */
export const cutSweepRanges = (
  { fromDate, toDate }: SweepRange,
  constraints: ExportConstraints,
  limit?: RangeLimit,
): SweepRange[] => {
  const { stepMs, longestMs } = sweepSpanOf(constraints, limit);
  const endMs = ceilTo(epochMsOf(toDate), stepMs);
  const ranges: SweepRange[] = [];
  for (let fromMs = floorTo(epochMsOf(fromDate), stepMs); fromMs < endMs; fromMs += longestMs)
    ranges.push({ fromDate: timestampOf(fromMs), toDate: timestampOf(Math.min(fromMs + longestMs, endMs)) });
  return ranges;
};

/** The range of the job that sweeps this range. */
export const exportedRangeOf = ({ fromDate, toDate }: SweepRange, { overlapMs }: SweepSpan): SweepRange => ({
  fromDate: shifted(fromDate, -overlapMs),
  toDate,
});

export const floorTime = (at: Timestamp, stepMs: number): Timestamp =>
  timestampOf(floorTo(epochMsOf(at), stepMs));
export const ceilTime = (at: Timestamp, stepMs: number): Timestamp =>
  timestampOf(ceilTo(epochMsOf(at), stepMs));

const floorTo = (ms: number, stepMs: number): number => Math.floor(ms / stepMs) * stepMs;
const ceilTo = (ms: number, stepMs: number): number => Math.ceil(ms / stepMs) * stepMs;
