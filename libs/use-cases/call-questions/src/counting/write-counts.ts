import { HOUR_COUNTS_SCHEMA_VERSION, type HourCounts, OTHER_GROUPS } from '@recordings/call-record';
import type { CountedHour } from './count-calls.ts';
import type { CountingDeps } from './counting-deps.ts';

/**
 * Writes the counts of an hour, unless a mark or another count came after `current` was read.
 *
 * @param current the item as it was before the calls were read; undefined for none.
 */
export const writeCounts = async (
  { counts, now, note }: Pick<CountingDeps, 'counts' | 'now' | 'note'>,
  { groups, ...key }: CountedHour,
  current: HourCounts | undefined,
): Promise<void> => {
  const isWritten = await counts.put({
    ...current,
    ...key,
    groups: [...groups],
    countedAt: now(),
    recountState: undefined,
    schemaVersion: HOUR_COUNTS_SCHEMA_VERSION,
    revision: (current?.revision ?? 0) + 1,
  });
  if (!isWritten) return note({ type: 'hour_count_outdated', ...key });
  const calls = groups.reduce((sum, group) => sum + group.calls, 0);
  const joined = groups.find(({ groupId }) => groupId === OTHER_GROUPS);
  if (joined) note({ type: 'hour_groups_joined', ...key, calls: joined.calls });
  note({ type: 'hour_counted', ...key, calls, isAgain: current !== undefined });
};
