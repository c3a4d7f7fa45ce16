import {
  earlierOf,
  epochMsOf,
  laterOf,
  type RegistryGroup,
  retentionMsOf,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import type { RangeAgain, SweepCheckpoint, SweepRange } from './sweep-checkpoint.ts';
import type { SweepPolicy } from './sweep-policy.ts';
import { ceilTime, exportedRangeOf, floorTime, type SweepSpan, sweepSpanOf } from './sweep-span.ts';

const DAY_MS = 86_400_000;

/** Named as who asked for days that were left out. */
export const POOLER = 'pooler';

/** A range that can be swept now. */
export type DueRange = SweepRange & {
  readonly from: 'asked' | 'again' | 'new';
  /** A person asked for it. It comes before all others. */
  readonly isByPerson: boolean;
  /** Its place in the list of the checkpoint. */
  readonly at: number;
  readonly faults: number;
  /** Since when it can be swept. */
  readonly dueSince: Timestamp;
  /** The beginning of its job. */
  readonly exportFrom: Timestamp;
};
type UncutRange = Omit<DueRange, 'exportFrom'>;

type RangePolicy = Pick<SweepPolicy, 'settledAfterMs' | 'expiryMarginMs'>;
type Group = Pick<RegistryGroup, 'exportConstraints' | 'retentionDays'>;

/** The beginning of the first range that OCP keeps long enough to be swept. */
export const oldestSweepable = (
  group: Group,
  now: Timestamp,
  { expiryMarginMs }: Pick<SweepPolicy, 'expiryMarginMs'>,
): Timestamp => {
  const { stepMs } = sweepSpanOf(group.exportConstraints);
  return ceilTime(shifted(now, expiryMarginMs - retentionMsOf(group as RegistryGroup)), stepMs);
};

/**
 * The ranges of a group that can be swept now: those that a person asked for first, then those that the pooler asked for, then
 * the oldest, because OCP deletes it first. A new range waits until it is a day long, so that a group has one listing a day. A
 * range whose job fails does not stop the others. If two jobs in a row fail, the group waits. Then the ranges with the fewest
 * faults are first, because OCP may refuse the others each time.
 */
export const listDueRanges = (
  checkpoint: SweepCheckpoint,
  group: Group,
  now: Timestamp,
  policy: RangePolicy,
): DueRange[] => {
  const { running, jobFaults } = checkpoint;
  if (running || (jobFaults && jobFaults.waitUntil > now)) return [];
  const span = sweepSpanOf(group.exportConstraints, checkpoint.rangeLimit);
  const settledUntil = floorTime(shifted(now, -policy.settledAfterMs), span.stepMs);
  const oldest = oldestSweepable(group, now, policy);
  const cut = (range: SweepRange): SweepRange => {
    const fromDate = laterOf(range.fromDate, oldest);
    return { fromDate, toDate: earlierOf(range.toDate, shifted(fromDate, span.longestMs)) };
  };
  const isSweepable = ({ fromDate, toDate }: SweepRange): boolean =>
    fromDate < toDate && toDate <= settledUntil;
  const asked = checkpoint.asked.map((range, at) => ({
    ...{ from: 'asked' as const, at, faults: 0, dueSince: range.askedAt },
    ...{ isByPerson: range.by !== POOLER, ...cut(range) },
  }));
  const again = checkpoint.again.flatMap((range, at) => {
    if (range.notBefore > now) return [];
    const known = { from: 'again' as const, at, isByPerson: false, faults: range.faults };
    return [{ ...known, dueSince: dueSinceOf(range), ...cut(range) }];
  });
  const fresh = newRange(checkpoint, span, settledUntil, cut, policy);
  const others = [...again, ...fresh].filter(isSweepable).sort(jobFaults ? compareFaults : compareAge);
  const due = [...asked.filter(isSweepable).sort(comparePersons), ...others];
  return due.map((range) => ({
    ...range,
    exportFrom: exportedRangeOf(range, span).fromDate,
  }));
};

/** OCP was asked for a range that it listed as empty. So it is not late, until it is to be asked again. */
const dueSinceOf = ({ fault, dueSince, notBefore }: RangeAgain): Timestamp =>
  fault === 'empty' ? laterOf(dueSince, notBefore) : dueSince;

/** The order in which they were asked for stays. */
const comparePersons = (a: UncutRange, b: UncutRange): number => Number(b.isByPerson) - Number(a.isByPerson);
const compareAge = (a: SweepRange, b: SweepRange): number => (a.fromDate < b.fromDate ? -1 : 1);
const compareFaults = (a: UncutRange, b: UncutRange): number => a.faults - b.faults || compareAge(a, b);

const newRange = (
  { sweptUntil, startedAt }: SweepCheckpoint,
  { longestMs }: SweepSpan,
  settledUntil: Timestamp,
  cut: (range: SweepRange) => SweepRange,
  { settledAfterMs }: RangePolicy,
): UncutRange[] => {
  const range = cut({ fromDate: sweptUntil, toDate: settledUntil });
  const shortestMs = Math.min(DAY_MS, longestMs);
  if (epochMsOf(settledUntil) - epochMsOf(range.fromDate) < shortestMs) return [];
  const dueSince = laterOf(startedAt, shifted(range.fromDate, shortestMs + settledAfterMs));
  return [{ from: 'new', at: 0, isByPerson: false, faults: 0, dueSince, ...range }];
};

/** Since when the range that waits longest could have been swept. @returns undefined if no range waits. */
export const waitsSince = (
  checkpoint: SweepCheckpoint,
  group: Group,
  now: Timestamp,
  policy: RangePolicy,
): Timestamp | undefined => {
  const { running, again, jobFaults: _, ...others } = checkpoint;
  const idle = { ...others, again: [] };
  const waiting = [
    ...(running ? [running] : []),
    // OCP may have no calls of that range at all. That is no reason to be late.
    ...again.filter(({ fault }) => fault !== 'empty'),
    ...listDueRanges(idle, group, now, policy),
  ];
  return waiting
    .map(({ dueSince }) => dueSince)
    .reduce<Timestamp | undefined>(
      (first, since) => (first === undefined || since < first ? since : first),
      undefined,
    );
};
