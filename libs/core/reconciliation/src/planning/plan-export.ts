import {
  type ExportConstraints,
  epochMsOf,
  type ReconciliationId,
  type TenantId,
  type Timestamp,
  timestampOf,
} from '@recordings/call-record';
import type { Orchestrator } from '../orchestrator.ts';
import { compareUrgency } from './compare-urgency.ts';
import { computeRange, type Range, uniteRanges } from './export-range.ts';
import { limitRange, type RangeLimit } from './range-limit.ts';
import type { WaitingWindow } from './waiting-window.ts';

/** A half-open range `[fromDate, toDate)` that one job exports, and the windows it serves. All are of one tenant and format. */
export type ExportPlan = {
  readonly tenantId: TenantId;
  readonly fromDate: Timestamp;
  readonly toDate: Timestamp;
  readonly reconciliationIds: readonly ReconciliationId[];
  /** Absent: the worker's own. */
  readonly audioFormat?: string;
  /** One of its windows is a sweep. */
  readonly withCdrs?: boolean;
  /** What drives the job, if delayed messages do not. */
  readonly orchestrator?: Orchestrator;
};

export type NextExport =
  | { readonly kind: 'ready'; readonly plan: ExportPlan }
  /** Every window has to wait until `until`: others may join it, or OCP's list of its range is not complete yet. */
  | { readonly kind: 'wait'; readonly until: Timestamp }
  | { readonly kind: 'nothing' };

/** How the windows of one tenant share a job, in a group that is allowed one running job. */
export type MergeOptions = {
  /** How long the oldest window waits for others of its pooler run. */
  readonly gatherMs?: number;
  /** Windows that one job may serve; see `nextMergeLimit`. */
  readonly mergeLimit?: number;
  /** Limits the range of merged windows. The range of one window stays: its calls must be covered. */
  readonly rangeLimit?: RangeLimit | undefined;
};

/** Windows of one job: the item of its slot names each, and DynamoDB allows 400 KB. The next job serves the others. */
export const MAX_WINDOWS_OF_A_JOB = 2_000;

type Candidate = { readonly window: WaitingWindow; readonly range: Range };

const MINUTE_MS = 60_000;

/**
 * Plans the next export of one tenant's windows under the vendor's constraints. Windows of one format are merged into one job
 * as far as the longest range allows, the most urgent first. Ranges are widened outward to whole steps: OCP rounds both ends down,
 * so an end inside a step would silently lose the calls after it. A job waits until OCP's list of its range is complete.
 * A window that alone is longer than the longest range is cut to it, because OCP would refuse the job.
 */
export const planNextExport = (
  waiting: readonly WaitingWindow[],
  constraints: ExportConstraints,
  now: Timestamp,
  { gatherMs = 0, mergeLimit = Infinity, rangeLimit }: MergeOptions = {},
): NextExport => {
  if (waiting.length === 0) return { kind: 'nothing' };
  const isMerging = constraints.runningJobsPerGroup !== 'unbounded';
  const gatheredAtMs = Math.min(...waiting.map(({ waitingSince }) => epochMsOf(waitingSince))) + gatherMs;
  if (isMerging && gatheredAtMs > epochMsOf(now)) return waitUntil(gatheredAtMs);
  const settledMs = settledUntilMs(constraints, now);
  const candidates = [...waiting]
    .sort(compareUrgency(now))
    .map((window) => ({ window, range: computeRange(window, constraints, settledMs) }));
  const [first, ...others] = candidates.filter(({ range }) => range.toMs <= settledMs);
  if (!first) {
    const earliestMs = Math.min(...candidates.map(({ range }) => range.toMs));
    return waitUntil(earliestMs + constraints.settleMinutes * MINUTE_MS);
  }
  const maxRangeMs = limitRange(constraints, rangeLimit).maxRangeMinutes * MINUTE_MS;
  return { kind: 'ready', plan: merge(first, isMerging ? others : [], maxRangeMs, mergeLimit) };
};

/** Whether OCP's list of the planned range is complete. */
export const isPlanSettled = (
  { toDate }: Pick<ExportPlan, 'toDate'>,
  constraints: ExportConstraints,
  now: Timestamp,
): boolean => epochMsOf(toDate) <= settledUntilMs(constraints, now);

const settledUntilMs = ({ settleMinutes }: ExportConstraints, now: Timestamp): number =>
  epochMsOf(now) - settleMinutes * MINUTE_MS;

const waitUntil = (untilMs: number): NextExport => ({ kind: 'wait', until: timestampOf(untilMs) });

const merge = (
  first: Candidate,
  others: readonly Candidate[],
  maxRangeMs: number,
  mergeLimit: number,
): ExportPlan => {
  let range = first.range;
  const reconciliationIds = [first.window.reconciliationId];
  let withCdrs = first.window.isSweep === true;
  for (const other of others) {
    if (reconciliationIds.length >= Math.min(mergeLimit, MAX_WINDOWS_OF_A_JOB)) break;
    if (other.window.audioFormat !== first.window.audioFormat) continue;
    const merged = uniteRanges(range, other.range);
    if (merged.toMs - merged.fromMs > maxRangeMs) continue;
    range = merged;
    reconciliationIds.push(other.window.reconciliationId);
    withCdrs ||= other.window.isSweep === true;
  }
  const { tenantId, audioFormat } = first.window;
  return {
    tenantId,
    ...(audioFormat !== undefined && { audioFormat }),
    ...(withCdrs && { withCdrs }),
    fromDate: timestampOf(range.fromMs),
    toDate: timestampOf(range.toMs),
    reconciliationIds,
  };
};
