import {
  epochMsOf,
  laterOf,
  nextAskAfterAnswer,
  nextAskAfterFault,
  type ReconciliationId,
  type RegistryGroup,
  retentionMsOf,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import type { GroupKey } from '../export-job/export-group.ts';
import { halveRange, raiseLimit } from '../planning/range-limit.ts';
import type { Reconciliation } from '../reconciliation/reconciliation.ts';
import { addAgain } from './add-again.ts';
import { type DueRange, oldestSweepable } from './due-range.ts';
import { keepNotListed } from './keep-not-listed.ts';
import {
  type RangeAgain,
  type RunningRange,
  SWEEP_SCHEMA_VERSION,
  type SweepCheckpoint,
  type SweepFault,
  type SweepRange,
} from './sweep-checkpoint.ts';
import type { SweepPolicy } from './sweep-policy.ts';
import { exportedRangeOf, sweepSpanOf } from './sweep-span.ts';

/** The checkpoint of a group of which no range was swept: it begins with all that OCP keeps. */
export const beginSweeps = (
  { tenantId, groupId }: GroupKey,
  group: RegistryGroup,
  now: Timestamp,
  policy: Pick<SweepPolicy, 'expiryMarginMs'>,
): SweepCheckpoint => ({
  tenantId,
  groupId,
  sweptSince: oldestSweepable(group, now, policy),
  sweptUntil: oldestSweepable(group, now, policy),
  again: [],
  asked: [],
  totals: { ranges: 0, listed: 0, created: 0, reopened: 0, notListed: 0 },
  startedAt: now,
  updatedAt: now,
  schemaVersion: SWEEP_SCHEMA_VERSION,
  revision: 0,
});

/** Takes a range out of the lists. It is the running one until its reconciliation is closed. */
export const startRange = (
  checkpoint: SweepCheckpoint,
  { from, at, fromDate, toDate, faults, dueSince, exportFrom }: DueRange,
  reconciliationId: ReconciliationId,
  now: Timestamp,
): SweepCheckpoint => {
  const known = { reconciliationId, fromDate, toDate, exportFrom, faults, dueSince, plannedAt: now };
  const next = {
    ...checkpoint,
    running: { ...(from === 'again' && keptOf(checkpoint.again[at])), ...known },
  };
  switch (from) {
    case 'new':
      return { ...next, sweptUntil: laterOf(toDate, checkpoint.sweptUntil) };
    case 'again':
      return {
        ...next,
        ...leaveOutBefore(fromDate, checkpoint.again[at], checkpoint),
        again: withoutPart(checkpoint.again, at, toDate),
      };
    case 'asked':
      return {
        ...next,
        ...leaveOutBefore(fromDate, checkpoint.asked[at], checkpoint),
        asked: withoutPart(checkpoint.asked, at, toDate),
      };
    default:
      return from satisfies never;
  }
};

/** A range keeps the fields that a newer version wrote. */
const keptOf = (range: RangeAgain | undefined): object => {
  const { fault: _, notBefore: __, ...kept } = range ?? ({} as Partial<RangeAgain>);
  return kept;
};

/** The beginning of a range is left out if OCP has deleted it, as far as the retention of the group says. */
const leaveOutBefore = (
  from: Timestamp,
  range: SweepRange | undefined,
  { sweptSince = from }: SweepCheckpoint,
): Pick<SweepCheckpoint, 'sweptSince'> =>
  range && range.fromDate < from ? { sweptSince: laterOf(sweptSince, from) } : {};

/** What is after `until` stays for the next time. */
const withoutPart = <R extends SweepRange>(ranges: readonly R[], at: number, until: Timestamp): R[] =>
  ranges.flatMap((range, index) => {
    if (index !== at) return [range];
    return range.toDate > until ? [{ ...range, fromDate: until }] : [];
  });

/** How the running range of a checkpoint ended. */
export type RangeEnd =
  | { readonly kind: 'swept'; readonly checkpoint: SweepCheckpoint }
  | {
      readonly kind: 'failed';
      readonly checkpoint: SweepCheckpoint;
      readonly fault: SweepFault;
      readonly reason: string;
    }
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
  if (result?.isDone) {
    const { listed, created, reopened, notListed } = result;
    const totals = addTotals(checkpoint.totals, { ranges: 1, listed, created, reopened, notListed });
    const { running: _, rangeLimit, jobFaults: __, notListed: before = [], ...idle } = checkpoint;
    const raised = raiseLimit(rangeLimit, now);
    const kept = keepNotListed(before, running, result, oldestSweepable(group, now, policy), now);
    const found = { ...(raised && { rangeLimit: raised }), ...(kept.length > 0 && { notListed: kept }) };
    return { kind: 'swept', checkpoint: { ...idle, totals, ...found } };
  }
  const fault: SweepFault = result ? (result.isEmpty ? 'empty' : 'listing') : 'job';
  const reason =
    'failureReason' in reconciliation ? reconciliation.failureReason : 'an older version closed the window';
  const limit = result?.isCutOff ? { rangeLimit: halveRange(jobMinutesOf(running, group), now) } : {};
  const failed = { ...failRange(checkpoint, fault, group, now, policy), ...limit };
  return { kind: 'failed', checkpoint: failed, fault, reason };
};

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
  const { reconciliationId: _, plannedAt: __, exportFrom: ___, faults: before, ...range } = running!;
  const faults = before + 1;
  const deadline = shifted(range.toDate, retentionMsOf(group));
  // An empty range may be right: OCP is asked by the daily schedule whether that is still so.
  const notBefore =
    fault === 'empty'
      ? nextAskAfterAnswer(retryRule.maxAttempts + before, deadline, now, retryRule)
      : nextAskAfterFault(faults, now, retryRule);
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
  const waitUntil = inARow === 1 ? now : nextAskAfterFault(inARow - 1, now, retryRule);
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

/** Ranges that OCP has deleted before they could be swept leave the checkpoint. */
export const dropExpired = (
  checkpoint: SweepCheckpoint,
  group: RegistryGroup,
  now: Timestamp,
  policy: SweepPolicy,
): { readonly checkpoint: SweepCheckpoint; readonly expired: readonly SweepRange[] } => {
  const oldest = oldestSweepable(group, now, policy);
  const isOver = ({ toDate }: SweepRange): boolean => toDate <= oldest;
  const skipped = { fromDate: checkpoint.sweptUntil, toDate: oldest };
  const expired: SweepRange[] = [
    // OCP had nothing to list there, as far as we know.
    ...checkpoint.again.filter(({ fault, ...range }) => fault !== 'empty' && isOver(range)),
    ...checkpoint.asked.filter(isOver),
    ...(skipped.fromDate < oldest ? [skipped] : []),
  ].map(({ fromDate, toDate }) => ({ fromDate, toDate }));
  const again = checkpoint.again.filter((range) => !isOver(range));
  const asked = checkpoint.asked.filter((range) => !isOver(range));
  const sweptUntil = laterOf(checkpoint.sweptUntil, oldest);
  // What is dropped here was not swept. It is asked for if OCP keeps it longer after all.
  const dropped = [...checkpoint.again, ...checkpoint.asked].filter(isOver).map((range) => range.toDate);
  if (sweptUntil !== checkpoint.sweptUntil) dropped.push(oldest);
  const sweptSince = dropped.reduce(
    (since, toDate) => laterOf(since, toDate),
    checkpoint.sweptSince ?? oldest,
  );
  const isSame =
    again.length === checkpoint.again.length &&
    asked.length === checkpoint.asked.length &&
    sweptUntil === checkpoint.sweptUntil;
  return isSame
    ? { checkpoint, expired }
    : { checkpoint: { ...checkpoint, again, asked, sweptSince, sweptUntil }, expired };
};
