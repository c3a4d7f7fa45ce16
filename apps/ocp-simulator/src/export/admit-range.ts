import type { ExportProfile } from './export-profile.ts';

/** A half-open time range, epoch milliseconds. */
export type TimeRange = { readonly from: number; readonly to: number };

export type RangeVerdict =
  | { readonly kind: 'admitted'; readonly range: TimeRange }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/**
 * The range that OCP exports for a requested range, or why it refuses. The vendor ignores minutes: it floors both
 * ends, so an unaligned range silently loses its tail.
 */
export const admitRange = ({ from, to }: TimeRange, profile: ExportProfile): RangeVerdict => {
  if (from >= to) return refused('RANGE_EMPTY', 'fromDate must be before toDate');
  if (to - from < profile.minRangeMs)
    return refused(
      'RANGE_TOO_SHORT',
      `the range must be at least ${profile.minRangeMs} ms, got ${to - from}`,
    );
  if (to - from > profile.maxRangeMs)
    return refused('RANGE_TOO_LONG', `the range must be at most ${profile.maxRangeMs} ms, got ${to - from}`);
  const range = { from: floorTo(from, profile.alignMs), to: floorTo(to, profile.alignMs) };
  if (range.from >= range.to) return refused('RANGE_EMPTY', 'the range holds no whole hour');
  return { kind: 'admitted', range };
};

const floorTo = (time: number, step: number): number => Math.floor(time / step) * step;

const refused = (code: string, message: string): RangeVerdict => ({ kind: 'refused', code, message });
