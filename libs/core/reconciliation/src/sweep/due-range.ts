import {
  earlierOf,
  epochMsOf,
  laterOf,
  type RegistryGroup,
  retentionMsOf,
  shifted,
  type Timestamp,
} from '@recordings/call-record';
import type { SweepCheckpoint, SweepRange } from './sweep-checkpoint.ts';
import type { SweepPolicy } from './sweep-policy.ts';
import { ceilTime, floorTime, type SweepSpan, sweepSpanOf } from './sweep-span.ts';

const DAY_MS = 86_400_000;
/** Ranges that wait for another sweep: the item of the group has them all, and DynamoDB allows 400 KB. */
const MAX_AGAIN = 500;

/** A range that can be swept now. */
export type DueRange = SweepRange & {
  readonly from: 'asked' | 'again' | 'new';
  /** Its place in the list of the checkpoint. */
  readonly at: number;
  readonly faults: number;
  /** Since when it can be swept. */
  readonly dueSince: Timestamp;
};

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
 * The ranges of a group that can be swept now: those that a person asked for first, then the oldest, because OCP deletes it
 * first. A new range waits until it is a day long, so that a group has one listing a day. While the jobs of a group
 * fail, its other ranges wait for the one that is tried again.
 */
export const listDueRanges = (
  checkpoint: SweepCheckpoint,
  group: Group,
  now: Timestamp,
  policy: RangePolicy,
): DueRange[] => {
  if (checkpoint.running || isHeld(checkpoint, now)) return [];
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
    ...cut(range),
  }));
  const again = checkpoint.again.flatMap((range, at) =>
    range.notBefore > now
      ? []
      : [{ from: 'again' as const, at, faults: range.faults, dueSince: dueSinceOf(range), ...cut(range) }],
  );
  const fresh = newRange(checkpoint, span, settledUntil, cut, policy);
  const byAge = [...again, ...fresh].filter(isSweepable).sort(compareAge);
  return [...asked.filter(isSweepable), ...byAge];
};

/** OCP was asked for a range that it listed as empty. So it is not late, until it is to be asked again. */
const dueSinceOf = ({ fault, dueSince, notBefore }: SweepCheckpoint['again'][number]): Timestamp =>
  fault === 'empty' ? laterOf(dueSince, notBefore) : dueSince;

const compareAge = (a: SweepRange, b: SweepRange): number => (a.fromDate < b.fromDate ? -1 : 1);

const newRange = (
  { sweptUntil, startedAt, again }: SweepCheckpoint,
  { longestMs }: SweepSpan,
  settledUntil: Timestamp,
  cut: (range: SweepRange) => SweepRange,
  { settledAfterMs }: RangePolicy,
): DueRange[] => {
  if (again.length >= MAX_AGAIN) return [];
  const range = cut({ fromDate: sweptUntil, toDate: settledUntil });
  const shortestMs = Math.min(DAY_MS, longestMs);
  if (epochMsOf(settledUntil) - epochMsOf(range.fromDate) < shortestMs) return [];
  const dueSince = laterOf(startedAt, shifted(range.fromDate, shortestMs + settledAfterMs));
  return [{ from: 'new', at: 0, faults: 0, dueSince, ...range }];
};

const isHeld = ({ again }: SweepCheckpoint, now: Timestamp): boolean =>
  again.some(({ fault, notBefore }) => fault === 'job' && notBefore > now);

/** Since when the range that waits longest could have been swept. @returns undefined if no range waits. */
export const waitsSince = (
  checkpoint: SweepCheckpoint,
  group: Group,
  now: Timestamp,
  policy: RangePolicy,
): Timestamp | undefined => {
  const { running, again, ...others } = checkpoint;
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
