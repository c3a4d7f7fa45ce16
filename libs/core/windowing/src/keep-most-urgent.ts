import { PRIORITIES, shareByPriority } from './share-by-priority.ts';
import { type RankedCall, sortByUrgency } from './sort-by-urgency.ts';

/** Collects calls in any order and in bounded memory: at most 6 times `limit` calls. */
export type MostUrgent<C> = {
  add(call: C): void;
  /** The calls to take, at most `limit`, the most urgent first. */
  list(): C[];
};

/** Makes a collection that keeps the calls which an execution of at most `limit` calls takes. */
export const keepMostUrgent = <C extends RankedCall>(limit: number): MostUrgent<C> => {
  const byPriority = new Map(PRIORITIES.map((priority) => [priority, makeBest<C>(limit)]));
  return {
    add: (call) => byPriority.get(call.priority)!.add(call),
    list: () =>
      shareByPriority(
        PRIORITIES.map((priority) => byPriority.get(priority)!.list()),
        limit,
      ),
  };
};

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
