import {
  type Completeness,
  CompletenessQuery,
  makeReadCompleteness,
  shareOf,
} from '@recordings/call-questions';
import {
  addCounts,
  type CallCounts,
  HOUR_MS,
  hourOf,
  shifted,
  type Timestamp,
  zeroCounts,
} from '@recordings/call-record';
import type { Platform } from '../../platform.ts';

/** One day of one tenant. `confirmed`: a trusted listing of OCP confirms every hour of the day. */
export type DayOfTenant = {
  readonly day: 'today' | 'yesterday';
  readonly tenant: string;
  readonly counts: CallCounts;
  /** Per cent of the expected recordings that are stored, rounded down; `unconfirmed` without a listing. */
  readonly completeness: number | 'unconfirmed';
  /** Hours that are open or not counted yet. */
  readonly uncountedHours: number;
};

const DAY_MS = 24 * HOUR_MS;

/** Completeness of the hours of today that have ended, and of yesterday, a tenant after the other. */
export const sumCompleteness = async (
  { stores, registry }: Platform,
  now: Timestamp,
): Promise<DayOfTenant[]> => {
  const readCompleteness = makeReadCompleteness({ counts: stores.hourCounts, registry });
  const midnight = shifted(now, -(Date.parse(now) % DAY_MS));
  const ranges = [
    { day: 'yesterday', from: shifted(midnight, -DAY_MS), to: midnight },
    { day: 'today', from: midnight, to: hourOf(now) },
  ] as const;
  const days: DayOfTenant[] = [];
  for (const { day, from, to } of ranges) {
    if (from === to) continue;
    for (const { id } of registry.tenants) {
      const query = CompletenessQuery.parse({ tenant: id, from, to });
      days.push({ day, tenant: id, ...sumGroups(await readCompleteness(query)) });
    }
  }
  return days;
};

const sumGroups = ({ groups, uncountedHours }: Completeness) => {
  const counts = groups.reduce<CallCounts>((sum, group) => addCounts(sum, group), zeroCounts());
  const isConfirmed = groups.length > 0 && groups.every(({ completeness }) => completeness !== 'unconfirmed');
  return { counts, uncountedHours, completeness: shareOf(counts, isConfirmed) };
};
