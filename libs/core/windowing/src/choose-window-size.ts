import type { Timestamp } from '@recordings/call-record';
import { isPeak, type PeakHours } from './peak-hours.ts';

/** How long windows are, in milliseconds. `minMs` and `maxMs` bound both the default and the dynamic size. */
export type WindowSizing = {
  /** Used if the size is not dynamic. */
  readonly defaultMs: number;
  /** Whether the size depends on the number of calls. */
  readonly isDynamic: boolean;
  readonly minMs: number;
  readonly maxMs: number;
  /** Calls that OCP gives in one answer. Absent: no limit is known. */
  readonly maxCallsPerRequest?: number;
  /** In these hours windows are at most `maxMs` long. */
  readonly peak?: PeakHours & { readonly maxMs: number };
};

/** When the windows are planned, and the time from the first call to the last one. */
export type SizingMoment = { readonly now: Timestamp; readonly spanMs: number };

const MINUTE_MS = 60_000;

/**
 * Chooses the length of the windows of one execution (requirement documents, "dynamic window size selection"): by the number
 * of calls, by OCP's limit of calls in an answer, and by the time of day. The shortest of them counts.
 */
export const chooseWindowSizeMs = (
  totalCalls: number,
  sizing: WindowSizing,
  moment: SizingMoment,
): number => {
  const wantedMs = Math.min(
    sizing.isDynamic ? chooseDynamicMs(totalCalls) : sizing.defaultMs,
    fitRequestMs(totalCalls, sizing, moment),
    sizing.peak && isPeak(moment.now, sizing.peak) ? sizing.peak.maxMs : Infinity,
  );
  return Math.min(Math.max(wantedMs, sizing.minMs), sizing.maxMs);
};

/** The time in which as many calls start, on average, as OCP gives in one answer. */
const fitRequestMs = (
  totalCalls: number,
  { maxCallsPerRequest }: WindowSizing,
  { spanMs }: SizingMoment,
): number => {
  if (maxCallsPerRequest === undefined || totalCalls <= maxCallsPerRequest) return Infinity;
  return Math.max(1, Math.floor((spanMs * maxCallsPerRequest) / totalCalls));
};

/** The more calls, the shorter. */
const chooseDynamicMs = (totalCalls: number): number => {
  if (totalCalls > 500) return MINUTE_MS;
  if (totalCalls > 100) return 5 * MINUTE_MS;
  return 10 * MINUTE_MS;
};
