import { laterOf, type ReconciliationId, type RegistryGroup, type Timestamp } from '@recordings/call-record';
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
