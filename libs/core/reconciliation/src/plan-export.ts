import {
  type ExportConstraints,
  epochMsOf,
  ReconciliationId,
  Timestamp,
  timestampOf,
} from '@recordings/call-record';
import { z } from 'zod';

/** A window that waits for an export: the instants that a job must cover to bring its calls. */
export const WaitingWindow = z.object({
  reconciliationId: ReconciliationId,
  priority: z.enum(['high', 'normal', 'low']),
  /** Start of its earliest call, at the earliest. */
  firstStart: Timestamp,
  /** Start of its latest call, at the latest. */
  lastStart: Timestamp,
  /** Latest end among its calls that is known. */
  lastEnd: Timestamp,
  waitingSince: Timestamp,
});
export type WaitingWindow = z.infer<typeof WaitingWindow>;

/** A half-open range `[fromDate, toDate)` that one job exports, and the windows it serves. */
export type ExportPlan = {
  readonly fromDate: Timestamp;
  readonly toDate: Timestamp;
  readonly reconciliationIds: readonly ReconciliationId[];
};

export type NextExport =
  | { readonly kind: 'ready'; readonly plan: ExportPlan }
  /** No window can be exported before `until`: others may join it, or its hours are not closed and settled yet. */
  | { readonly kind: 'wait'; readonly until: Timestamp }
  | { readonly kind: 'nothing' };

type Range = { readonly fromMs: number; readonly toMs: number };

const MINUTE_MS = 60_000;
const ranks = { high: 0, normal: 1, low: 2 } as const;

/** How the windows of a group that is allowed one running job share it. */
export type MergeOptions = {
  /** How long the oldest window waits for others of its pooler run. */
  readonly gatherMs?: number;
  /** Windows that one job may serve; see `nextMergeLimit`. */
  readonly mergeLimit?: number;
};

/**
 * The next export of a group under the vendor's constraints. Windows are merged into one job as far as the longest
 * range allows, most urgent first; ranges are widened outward to whole steps, never inward, because OCP floors both
 * ends and would silently lose the tail. A job waits until its range is closed and settled. A window that alone is
 * longer than the longest range is cut to it: OCP would refuse the job and with it every call.
 */
export const planNextExport = (
  waiting: readonly WaitingWindow[],
  constraints: ExportConstraints,
  now: Timestamp,
  { gatherMs = 0, mergeLimit = Infinity }: MergeOptions = {},
): NextExport => {
  const isMerging = constraints.runningJobsPerGroup !== 'unbounded';
  const gatheredAt = Math.min(...waiting.map(({ waitingSince }) => epochMsOf(waitingSince))) + gatherMs;
  if (isMerging && waiting.length > 0 && gatheredAt > epochMsOf(now)) {
    return { kind: 'wait', until: timestampOf(gatheredAt) };
  }
  const nowMs = epochMsOf(now);
  const maxRangeMs = constraints.maxRangeMinutes * MINUTE_MS;
  const settledAt = (range: Range): number => range.toMs + constraints.settleMinutes * MINUTE_MS;
  const candidates = [...waiting].sort(byUrgency).map((window) => ({
    window,
    range: rangeOf(window, constraints, nowMs - constraints.settleMinutes * MINUTE_MS),
  }));
  const settled = candidates.filter(({ range }) => settledAt(range) <= nowMs);
  const [first, ...others] = settled;
  if (!first) {
    if (candidates.length === 0) return { kind: 'nothing' };
    return { kind: 'wait', until: timestampOf(Math.min(...candidates.map(({ range }) => settledAt(range)))) };
  }
  let range = first.range;
  const reconciliationIds = [first.window.reconciliationId];
  if (isMerging) {
    for (const other of others) {
      if (reconciliationIds.length >= mergeLimit) break;
      const merged = union(range, other.range);
      if (merged.toMs - merged.fromMs > maxRangeMs) continue;
      range = merged;
      reconciliationIds.push(other.window.reconciliationId);
    }
  }
  return {
    kind: 'ready',
    plan: { fromDate: timestampOf(range.fromMs), toDate: timestampOf(range.toMs), reconciliationIds },
  };
};

/** Whether a job over `[fromDate, toDate)` is sure to have selected a call, whichever instant OCP selects by. */
export const coversCall = (
  plan: Pick<ExportPlan, 'fromDate' | 'toDate'>,
  call: { readonly startedAt: Timestamp; readonly endedAt?: Timestamp; readonly isUncertain?: boolean },
  constraints: ExportConstraints,
): boolean => {
  const isIn = (instant: Timestamp): boolean => instant >= plan.fromDate && instant < plan.toDate;
  const endedAt = call.endedAt ?? call.startedAt;
  if (call.isUncertain) return isIn(call.startedAt) && isIn(endedAt);
  switch (constraints.selectsBy) {
    case 'start':
      return isIn(call.startedAt);
    case 'end':
      return isIn(endedAt);
    case 'unknown':
      return isIn(call.startedAt) && isIn(endedAt);
    default:
      return constraints.selectsBy satisfies never;
  }
};

const byUrgency = (a: WaitingWindow, b: WaitingWindow): number =>
  ranks[a.priority] - ranks[b.priority] ||
  (a.waitingSince < b.waitingSince ? -1 : a.waitingSince > b.waitingSince ? 1 : 0) ||
  (a.reconciliationId < b.reconciliationId ? -1 : 1);

const union = (a: Range, b: Range): Range => ({
  fromMs: Math.min(a.fromMs, b.fromMs),
  toMs: Math.max(a.toMs, b.toMs),
});

/** @param settledMs the end of the hours that are closed and settled. */
const rangeOf = (window: WaitingWindow, constraints: ExportConstraints, settledMs: number): Range => {
  const stepMs = Math.max(1, constraints.alignMinutes * MINUTE_MS);
  const minRangeMs = constraints.minRangeMinutes * MINUTE_MS;
  const firstMs = epochMsOf(constraints.selectsBy === 'end' ? window.lastEnd : window.firstStart);
  const lastMs = epochMsOf(constraints.selectsBy === 'start' ? window.lastStart : window.lastEnd);
  const fromMs = Math.floor(Math.min(firstMs, epochMsOf(window.firstStart)) / stepMs) * stepMs;
  // The range is half-open: a call at its very end is only in it if the end lies behind the call.
  const toMs = Math.ceil((Math.max(lastMs, epochMsOf(window.lastStart)) + 1) / stepMs) * stepMs;
  const longestMs = Math.floor((constraints.maxRangeMinutes * MINUTE_MS) / stepMs) * stepMs;
  if (toMs - fromMs <= longestMs) return atLeast({ fromMs, toMs }, minRangeMs, stepMs, settledMs);
  return constraints.selectsBy === 'end'
    ? { fromMs: toMs - longestMs, toMs }
    : { fromMs, toMs: fromMs + longestMs };
};

/** Widened to the shortest range allowed: forward if those hours are settled already, else backward. */
const atLeast = (range: Range, minRangeMs: number, stepMs: number, settledMs: number): Range => {
  const missingMs = Math.ceil((minRangeMs - (range.toMs - range.fromMs)) / stepMs) * stepMs;
  if (missingMs <= 0) return range;
  return range.toMs + missingMs <= settledMs
    ? { fromMs: range.fromMs, toMs: range.toMs + missingMs }
    : { fromMs: range.fromMs - missingMs, toMs: range.toMs };
};
