import {
  earlierOf,
  epochMsOf,
  nextAskAfterAnswer,
  nextAskAfterFault,
  type RegistryGroup,
  retentionMsOf,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import { LONGEST_HOLD_MS } from '../export-job/hold-back.ts';
import { halveRange, raiseLimit } from '../planning/range-limit.ts';
import type { ClosedReconciliation, Reconciliation } from '../reconciliation/reconciliation.ts';
import { addAgain } from './add-again.ts';
import { dropDeleted } from './drop-deleted.ts';
import { oldestSweepable } from './due-range.ts';
import { keepNotListed } from './keep-not-listed.ts';
import type { RunningRange, SweepCheckpoint, SweepFault, SweepRange } from './sweep-checkpoint.ts';
import type { SweepPolicy } from './sweep-policy.ts';
import type { SweepResult } from './sweep-result.ts';
import { exportedRangeOf, sweepSpanOf } from './sweep-span.ts';

type Ended = { readonly checkpoint: SweepCheckpoint; readonly expired: readonly SweepRange[] };

/** How the running range of a checkpoint ended. `expired`: what OCP had deleted of it when its job was made. */
export type RangeEnd =
  /** `range`: without what has expired. */
  | ({ readonly kind: 'swept'; readonly range: SweepRange } & Ended)
  | ({
      readonly kind: 'failed';
      readonly range: SweepRange;
      readonly fault: SweepFault;
      readonly reason: string;
    } & Ended)
  /** OCP had deleted all of it. */
  | ({ readonly kind: 'expired' } & Ended)
  /** Its window was not published, or was lost. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'running' };

/** @param reconciliation of the running range, by a strong read. */
export const endRange = (
  checkpoint: SweepCheckpoint,
  reconciliation: Reconciliation | undefined,
  group: RegistryGroup,
  now: Timestamp,
  policy: SweepPolicy,
): RangeEnd => {
  const { running } = checkpoint;
  if (!running) return { kind: 'running' };
  if (!reconciliation) {
    return shifted(running.plannedAt, policy.staleAfterMs) <= now ? { kind: 'lost' } : { kind: 'running' };
  }
  if (reconciliation.phase !== 'closed') return { kind: 'running' };
  const result = reconciliation.sweep?.result;
  // A range that failed otherwise is swept again. `dropExpired` shortens it.
  if (!result?.isDone && !result?.isEmpty)
    return failRunning({ checkpoint, running, expired: [] }, reconciliation, group, now, policy);
  const { checkpoint: cut, expired } = dropDeleted(checkpoint, running, reconciliation, group, now, policy);
  if (!cut.running) {
    const { jobFaults: _, ...idle } = cut;
    return { kind: 'expired', checkpoint: idle, expired };
  }
  const ended = { checkpoint: cut, running: cut.running, expired };
  return result.isDone
    ? takeResult(ended, result, group, now, policy)
    : failRunning(ended, reconciliation, group, now, policy);
};

type EndedRange = Ended & { readonly running: RunningRange };

const takeResult = (
  { checkpoint, running, expired }: EndedRange,
  result: SweepResult,
  group: RegistryGroup,
  now: Timestamp,
  policy: SweepPolicy,
): RangeEnd => {
  const { listed, created, reopened, notListed } = result;
  const totals = addTotals(checkpoint.totals, { ranges: 1, listed, created, reopened, notListed });
  const { running: _, rangeLimit, jobFaults: __, notListed: before = [], ...idle } = checkpoint;
  const raised = raiseLimit(rangeLimit, now);
  const kept = keepNotListed(before, running, result, oldestSweepable(group, now, policy), now);
  const found = { ...(raised && { rangeLimit: raised }), ...(kept.length > 0 && { notListed: kept }) };
  return { kind: 'swept', checkpoint: { ...idle, totals, ...found }, range: rangeOf(running), expired };
};

const failRunning = (
  { checkpoint, running, expired }: EndedRange,
  reconciliation: ClosedReconciliation,
  group: RegistryGroup,
  now: Timestamp,
  policy: SweepPolicy,
): RangeEnd => {
  const result = reconciliation.sweep?.result;
  const fault: SweepFault = result ? (result.isEmpty ? 'empty' : 'listing') : 'job';
  const reason =
    'failureReason' in reconciliation ? reconciliation.failureReason : 'an older version closed the window';
  const limit = result?.isCutOff ? { rangeLimit: halveRange(jobMinutesOf(running, group), now) } : {};
  const failed = { ...failRange(checkpoint, fault, group, now, policy), ...limit };
  return { kind: 'failed', checkpoint: failed, range: rangeOf(running), expired, fault, reason };
};

const rangeOf = ({ fromDate, toDate }: SweepRange): SweepRange => ({ fromDate, toDate });

const jobMinutesOf = (running: RunningRange, group: RegistryGroup): number => {
  const { exportFrom = exportedRangeOf(running, sweepSpanOf(group.exportConstraints)).fromDate } = running;
  return (epochMsOf(running.toDate) - epochMsOf(exportFrom)) / 60_000;
};

const failRange = (
  checkpoint: SweepCheckpoint,
  fault: SweepFault,
  group: RegistryGroup,
  now: Timestamp,
  { retryRule }: SweepPolicy,
): SweepCheckpoint => {
  const { running, jobFaults, ...idle } = checkpoint;
  const { reconciliationId: _, plannedAt: __, exportFrom: ___, wasEmpty: ____, ...known } = running!;
  const { faults: before, ...range } = known;
  const faults = before + 1;
  const deadline = shifted(range.fromDate, retentionMsOf(group));
  // An empty range may be right: OCP is asked by the daily schedule whether that is still so.
  const notBefore =
    fault === 'empty'
      ? nextAskAfterAnswer(retryRule.maxAttempts + before, deadline, now, retryRule)
      : nextAskAfterFault(faults, now, retryRule, deadline);
  return {
    ...idle,
    again: addAgain(idle.again, { ...range, faults, fault, notBefore }),
    ...(fault === 'job' && { jobFaults: nextJobFaults(jobFaults, now, retryRule) }),
  };
};

/** One range may be refused each time, so the next one is tried at once. If two jobs in a row fail, a third would as well. */
const nextJobFaults = (
  before: SweepCheckpoint['jobFaults'],
  now: Timestamp,
  retryRule: SweepPolicy['retryRule'],
): SweepCheckpoint['jobFaults'] => {
  const inARow = (before?.inARow ?? 0) + 1;
  const next = inARow === 1 ? now : nextAskAfterFault(inARow - 1, now, retryRule);
  const waitUntil = earlierOf(next, shifted(now, LONGEST_HOLD_MS));
  return { ...before, inARow, waitUntil };
};

const addTotals = (
  before: SweepCheckpoint['totals'],
  more: { readonly [count in 'ranges' | 'listed' | 'created' | 'reopened' | 'notListed']: number },
): SweepCheckpoint['totals'] => ({
  ...before,
  ranges: before.ranges + more.ranges,
  listed: before.listed + more.listed,
  created: before.created + more.created,
  reopened: before.reopened + more.reopened,
  notListed: before.notListed + more.notListed,
});
