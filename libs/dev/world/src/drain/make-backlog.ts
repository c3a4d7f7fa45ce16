import { CallId, GroupId } from '@recordings/call-record';
import { makeRandom, type Random } from '../time/random.ts';
import { HOUR_MS, MINUTE_MS } from '../time/timeline.ts';
import type { DrainLoad } from './drain-load.ts';

export type BacklogCall = {
  readonly callId: CallId;
  readonly groupId: GroupId;
  readonly startMs: number;
  readonly endMs: number;
};

/** Calls that start in each hour of a day, as parts of the busiest hour: a contact centre with two peaks. */
const DAY = [1, 1, 1, 1, 2, 5, 15, 40, 75, 95, 100, 95, 80, 70, 80, 90, 95, 85, 60, 40, 25, 12, 5, 2];
const LONGEST_MINUTES = 20;

export const groupNameOf = (group: number): GroupId => GroupId.parse(`Group_${group + 1}`);

/** The calls of the day that begins at `dayMs`. Large groups have many times the calls of small ones. */
export const makeBacklog = ({ seed, calls, groups }: DrainLoad, dayMs: number): BacklogCall[] => {
  const random = makeRandom(seed);
  const shares = Array.from({ length: groups }, (_, group) => 1 / (group + 2));
  return Array.from({ length: calls }, (_, at) => {
    const startMs = Math.floor(dayMs + (pickBy(DAY, random) + random.between(0, 1)) * HOUR_MS);
    // Most calls are short.
    const lastsMs = Math.floor((0.3 + LONGEST_MINUTES * random.between(0, 1) ** 3) * MINUTE_MS);
    const groupId = groupNameOf(pickBy(shares, random));
    return { callId: CallId.parse(`call-${at}`), groupId, startMs, endMs: startMs + lastsMs };
  });
};

/** Picks a place with a probability in proportion to its weight. */
const pickBy = (weights: readonly number[], random: Random): number => {
  let left = random.between(
    0,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  const at = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return at === -1 ? weights.length - 1 : at;
};
