import { HOUR_MS, hourOf, type RegistryGroup, shifted, type Timestamp } from '@recordings/call-record';
import type { SweepRange } from '@recordings/reconciliation';
import type { Platform } from '../platform.ts';

/** What we know of the calls of a range. Chats and the like are no calls here: they need no recording. */
export type ExpectedCalls = {
  /** Calls with a recording that OCP probably has in the range. */
  readonly calls: number;
  readonly stored: number;
  /** Where the number of calls is from. */
  readonly by: 'records' | 'last week' | 'option';
};

const WEEK_HOURS = 7 * 24;

/**
 * How many calls a sweep may find: those that we have records of, or as many for each hour as in the last week, whichever is
 * more. A range whose events were lost has few records.
 */
export const expectCalls = async (
  { stores }: Pick<Platform, 'stores'>,
  group: RegistryGroup,
  { fromDate, toDate }: SweepRange,
  now: Timestamp,
  given?: number,
): Promise<ExpectedCalls> => {
  const count = (from: Timestamp, to: Timestamp) => countCalls({ stores }, group, from, to);
  const known = await count(fromDate, toDate);
  if (given !== undefined) return { calls: given, stored: known.stored, by: 'option' };
  const hours = (Date.parse(toDate) - Date.parse(fromDate)) / HOUR_MS;
  const week = await count(shifted(hourOf(now), -WEEK_HOURS * HOUR_MS), hourOf(now));
  const usual = Math.ceil((week.calls / WEEK_HOURS) * hours);
  return usual > known.calls
    ? { calls: usual, stored: known.stored, by: 'last week' }
    : { ...known, by: 'records' };
};

/** By the counts of closed hours. */
const countCalls = async (
  { stores }: Pick<Platform, 'stores'>,
  group: RegistryGroup,
  from: Timestamp,
  to: Timestamp,
) => {
  const hours = await stores.hourCounts.range(group.tenant, from, to);
  const counts = hours.flatMap(({ groups = [] }) => groups.filter(({ groupId }) => groupId === group.name));
  const sum = (read: (one: (typeof counts)[number]) => number): number =>
    counts.reduce((total, one) => total + read(one), 0);
  const stored = sum((one) => one.stored);
  return { stored, calls: stored + sum(({ pending, givenUp }) => pending + givenUp) };
};
