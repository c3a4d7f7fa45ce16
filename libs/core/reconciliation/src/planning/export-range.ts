import { type ExportConstraints, epochMsOf } from '@recordings/call-record';
import type { WaitingWindow } from './waiting-window.ts';

/** Half-open, epoch milliseconds. */
export type Range = { readonly fromMs: number; readonly toMs: number };

const MINUTE_MS = 60_000;

export const uniteRanges = (a: Range, b: Range): Range => ({
  fromMs: Math.min(a.fromMs, b.fromMs),
  toMs: Math.max(a.toMs, b.toMs),
});

/**
 * The range that one window needs: whole steps, widened outward, within the vendor's bounds.
 *
 * @param settledMs the end of the time for which OCP's list is complete.
 */
export const computeRange = (
  window: WaitingWindow,
  constraints: ExportConstraints,
  settledMs: number,
): Range => {
  const stepMs = Math.max(1, constraints.alignMinutes * MINUTE_MS);
  const minRangeMs = constraints.minRangeMinutes * MINUTE_MS;
  const firstMs = epochMsOf(constraints.selectsBy === 'end' ? window.lastEnd : window.firstStart);
  const lastMs = epochMsOf(constraints.selectsBy === 'start' ? window.lastStart : window.lastEnd);
  const fromMs = Math.floor(Math.min(firstMs, epochMsOf(window.firstStart)) / stepMs) * stepMs;
  // The range is half-open: it contains a call at its very end only if it ends after the call.
  const toMs = Math.ceil((Math.max(lastMs, epochMsOf(window.lastStart)) + 1) / stepMs) * stepMs;
  const longestMs = Math.floor((constraints.maxRangeMinutes * MINUTE_MS) / stepMs) * stepMs;
  if (toMs - fromMs <= longestMs) return widen({ fromMs, toMs }, minRangeMs, stepMs, settledMs);
  return constraints.selectsBy === 'end'
    ? { fromMs: toMs - longestMs, toMs }
    : { fromMs, toMs: fromMs + longestMs };
};

/** Widens to the shortest range that OCP allows: forward if that time is settled, else backward. */
const widen = (range: Range, minRangeMs: number, stepMs: number, settledMs: number): Range => {
  const missingMs = Math.ceil((minRangeMs - (range.toMs - range.fromMs)) / stepMs) * stepMs;
  if (missingMs <= 0) return range;
  return range.toMs + missingMs <= settledMs
    ? { fromMs: range.fromMs, toMs: range.toMs + missingMs }
    : { fromMs: range.fromMs - missingMs, toMs: range.toMs };
};
