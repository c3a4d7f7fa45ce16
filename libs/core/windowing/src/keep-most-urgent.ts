import { PRIORITY_RANK, type Priority } from '@recordings/reconciliation';
import { type RankedCall, sortByUrgency } from './sort-by-urgency.ts';

/** Collects calls in any order and in bounded memory: at most 6 times `limit` calls. */
export type MostUrgent<C> = {
  add(call: C): void;
  /** The calls to take, at most `limit`, the most urgent first. */
  list(): C[];
};

/** A lower priority gets this share of the calls, however many urgent ones there are. So none waits for ever. */
const LOWER_SHARE = 0.1;

/** Makes a collection that keeps the calls which an execution of at most `limit` calls takes. */
export const keepMostUrgent = <C extends RankedCall>(limit: number): MostUrgent<C> => {
  const byPriority = new Map(PRIORITIES.map((priority) => [priority, makeBest<C>(limit)]));
  return {
    add: (call) => byPriority.get(call.priority)!.add(call),
    list: () =>
      share(
        PRIORITIES.map((priority) => byPriority.get(priority)!.list()),
        limit,
      ),
  };
};

const PRIORITIES = (Object.keys(PRIORITY_RANK) as Priority[]).sort(
  (a, b) => PRIORITY_RANK[a] - PRIORITY_RANK[b],
);

const makeBest = <C extends RankedCall>(limit: number): MostUrgent<C> => {
  let kept: C[] = [];
  const cut = (): C[] => sortByUrgency(kept).slice(0, limit);
  return {
    add: (call) => {
      kept.push(call);
      if (kept.length >= 2 * limit) kept = cut();
    },
    list: cut,
  };
};

/** @param ranked the calls of each priority, the highest first. */
const share = <C>(ranked: readonly (readonly C[])[], limit: number): C[] => {
  const reserved = ranked.map((calls, rank) =>
    rank === 0 ? 0 : Math.min(calls.length, Math.floor(limit * LOWER_SHARE)),
  );
  const taken: C[] = [];
  for (const [rank, calls] of ranked.entries()) {
    const later = reserved.slice(rank + 1).reduce((sum, count) => sum + count, 0);
    taken.push(...calls.slice(0, limit - taken.length - later));
  }
  return taken;
};
