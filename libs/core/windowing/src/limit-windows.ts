import { type Candidate, findHighestPriority } from './build-request.ts';
import type { Window } from './plan-windows.ts';
import { PRIORITIES, shareByPriority } from './share-by-priority.ts';

/**
 * Keeps at most `limit` windows, in their order: those whose most urgent call is taken first. A lower priority keeps its
 * share of them.
 *
 * @param taken the calls of all windows, the most urgent first.
 */
export const limitWindows = <C extends Candidate>(
  windows: readonly Window<C>[],
  taken: readonly C[],
  limit: number,
): Window<C>[] => {
  if (windows.length <= limit) return [...windows];
  const places = new Map(taken.map((call, place) => [call, place]));
  const placeOf = ({ calls }: Window<C>): number =>
    calls.reduce((first, call) => Math.min(first, places.get(call)!), Infinity);
  const ranked = windows
    .map((window) => ({ window, place: placeOf(window), priority: findHighestPriority(window.calls) }))
    .sort((a, b) => a.place - b.place);
  const byPriority = PRIORITIES.map((wanted) => ranked.filter(({ priority }) => priority === wanted));
  const kept = new Set(shareByPriority(byPriority, limit).map(({ window }) => window));
  return windows.filter((window) => kept.has(window));
};
