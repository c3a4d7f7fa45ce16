import {
  earlierOf,
  laterOf,
  type ReconciliationId,
  type RegistryGroup,
  type Timestamp,
} from '@recordings/call-record';
import type { GroupKey } from '../export-job/export-group.ts';
import { type DueRange, oldestSweepable } from './due-range.ts';
import {
  type RangeAgain,
  SWEEP_SCHEMA_VERSION,
  type SweepCheckpoint,
  type SweepRange,
} from './sweep-checkpoint.ts';
import type { SweepPolicy } from './sweep-policy.ts';

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
      return { ...next, again: withoutPart(checkpoint.again, at, toDate) };
    case 'asked':
      return { ...next, asked: withoutPart(checkpoint.asked, at, toDate) };
    default:
      return from satisfies never;
  }
};

/** A range keeps the fields that a newer version wrote. */
const keptOf = (range: RangeAgain | undefined): object => {
  const { fault, notBefore: _, ...kept } = range ?? ({} as Partial<RangeAgain>);
  return { ...kept, ...(fault === 'empty' && { wasEmpty: true }) };
};

/** What is after `until` stays for the next time. */
const withoutPart = <R extends SweepRange>(ranges: readonly R[], at: number, until: Timestamp): R[] =>
  ranges.flatMap((range, index) => {
    if (index !== at) return [range];
    return range.toDate > until ? [{ ...range, fromDate: until }] : [];
  });

/**
 * What OCP has deleted before it could be swept leaves the checkpoint: whole ranges, and the beginnings of others.
 *
 * @returns also the ranges that were lost, and the lost parts of others.
 */
export const dropExpired = (
  checkpoint: SweepCheckpoint,
  group: RegistryGroup,
  now: Timestamp,
  policy: SweepPolicy,
): { readonly checkpoint: SweepCheckpoint; readonly expired: readonly SweepRange[] } => {
  const oldest = oldestSweepable(group, now, policy);
  const { again, asked, sweptUntil, sweptSince = oldest } = checkpoint;
  const skipped = sweptUntil < oldest ? [{ fromDate: sweptUntil, toDate: oldest }] : [];
  const lost = [...lostOf([...again, ...asked], oldest), ...skipped];
  if (lost.length === 0) return { checkpoint, expired: [] };
  const kept = {
    again: keptSince(again, oldest),
    asked: keptSince(asked, oldest),
    sweptUntil: laterOf(sweptUntil, oldest),
    // What is dropped here was not swept. It is asked for if OCP keeps it longer after all.
    sweptSince: lost.reduce((since, { toDate }) => laterOf(since, toDate), sweptSince),
  };
  // OCP had nothing to list in an empty range, as far as we know.
  const known = again.filter(({ fault }) => fault !== 'empty');
  return {
    checkpoint: { ...checkpoint, ...kept },
    expired: [...lostOf([...known, ...asked], oldest), ...skipped],
  };
};

/** What is before `oldest`. */
const lostOf = (ranges: readonly SweepRange[], oldest: Timestamp): SweepRange[] =>
  ranges
    .filter(({ fromDate }) => fromDate < oldest)
    .map(({ fromDate, toDate }) => ({ fromDate, toDate: earlierOf(toDate, oldest) }));

const keptSince = <R extends SweepRange>(ranges: readonly R[], oldest: Timestamp): R[] =>
  ranges
    .filter(({ toDate }) => toDate > oldest)
    .map((range) => ({ ...range, fromDate: laterOf(range.fromDate, oldest) }));
