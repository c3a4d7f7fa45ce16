import { PRIORITY_RANK, type Priority } from '@recordings/reconciliation';

/** The highest first. */
export const PRIORITIES = (Object.keys(PRIORITY_RANK) as Priority[]).sort(
  (a, b) => PRIORITY_RANK[a] - PRIORITY_RANK[b],
);

/** A lower priority gets this share of the places, however many urgent items there are. So none waits for ever. */
const LOWER_SHARE = 0.1;

/**
 * Takes at most `limit` items.
 *
 * @param ranked the items of each priority, the highest first; those of one priority in the order in which they are taken.
 */
export const shareByPriority = <T>(ranked: readonly (readonly T[])[], limit: number): T[] => {
  const reserved = ranked.map((items, rank) =>
    rank === 0 ? 0 : Math.min(items.length, Math.floor(limit * LOWER_SHARE)),
  );
  const taken: T[] = [];
  for (const [rank, items] of ranked.entries()) {
    const later = reserved.slice(rank + 1).reduce((sum, count) => sum + count, 0);
    taken.push(...items.slice(0, limit - taken.length - later));
  }
  return taken;
};
