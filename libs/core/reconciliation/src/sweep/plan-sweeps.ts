import { HOUR_MS, type RegistryGroup, retentionMsOf, shifted, type Timestamp } from '@recordings/call-record';
import type { Priority } from '../priority.ts';
import { type DueRange, listDueRanges } from './due-range.ts';
import type { SweepCheckpoint, SweepRange } from './sweep-checkpoint.ts';
import type { SweepPolicy } from './sweep-policy.ts';

/** A range that was planned earlier than this and still runs is held back, as when OCP refuses the credentials of its group. */
const HELD_AFTER_MS = 6 * HOUR_MS;

export type SweptGroup = { readonly group: RegistryGroup; readonly checkpoint: SweepCheckpoint };
export type PlannedSweep = SweptGroup & { readonly range: DueRange };

/**
 * The ranges that are swept now: one of each group at most, and as many at a time as the policy allows. The limit bounds the
 * load, and a range that is held back makes none: it does not count. Ranges that a person asked for are first, then those that
 * OCP deletes first.
 */
export const planSweeps = (
  groups: readonly SweptGroup[],
  now: Timestamp,
  policy: SweepPolicy,
): PlannedSweep[] => {
  const heldBefore = shifted(now, -HELD_AFTER_MS);
  const active = groups.filter(({ checkpoint: { running } }) => running && running.plannedAt >= heldBefore);
  const free = policy.maxRunning - active.length;
  const planned = groups.flatMap(({ group, checkpoint }) => {
    const [range] = listDueRanges(checkpoint, group, now, policy);
    return range ? [{ group, checkpoint, range }] : [];
  });
  return planned.sort(compareUrgency).slice(0, Math.max(0, free));
};

const compareUrgency = (a: PlannedSweep, b: PlannedSweep): number =>
  Number(b.range.isByPerson) - Number(a.range.isByPerson) ||
  (deletedAt(a.group, a.range) < deletedAt(b.group, b.range) ? -1 : 1);

const deletedAt = (group: RegistryGroup, { fromDate }: SweepRange): Timestamp =>
  shifted(fromDate, retentionMsOf(group));

/** A sweep yields to the recovery of calls that we know, unless OCP deletes its calls soon. */
export const priorityOfSweep = (
  group: RegistryGroup,
  range: SweepRange,
  now: Timestamp,
  { urgentMarginMs }: Pick<SweepPolicy, 'urgentMarginMs'>,
): Priority => (deletedAt(group, range) <= shifted(now, urgentMarginMs) ? 'high' : 'low');
