import { type RegistryGroup, retentionMsOf, shifted, type Timestamp } from '@recordings/call-record';
import type { Priority } from '../priority.ts';
import { type DueRange, listDueRanges } from './due-range.ts';
import type { SweepCheckpoint, SweepRange } from './sweep-checkpoint.ts';
import type { SweepPolicy } from './sweep-policy.ts';

export type SweptGroup = { readonly group: RegistryGroup; readonly checkpoint: SweepCheckpoint };
export type PlannedSweep = SweptGroup & { readonly range: DueRange };

/**
 * The ranges that are swept now: one of each group at most, and as many at a time as the policy allows. Ranges that a person
 * asked for are first, then those that OCP deletes first.
 */
export const planSweeps = (
  groups: readonly SweptGroup[],
  now: Timestamp,
  policy: SweepPolicy,
): PlannedSweep[] => {
  const free = policy.maxRunning - groups.filter(({ checkpoint }) => checkpoint.running).length;
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
