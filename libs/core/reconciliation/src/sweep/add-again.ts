import { earlierOf, epochMsOf, laterOf } from '@recordings/call-record';
import type { RangeAgain } from './sweep-checkpoint.ts';

/** The item of a group has them all, with its other ranges, and DynamoDB allows 400 KB. */
export const MAX_AGAIN = 300;

/**
 * Adds a range that is swept again. If there are too many, the two that are nearest to each other become one range. What was
 * swept between them is swept once more, and no time is left out.
 */
export const addAgain = (again: readonly RangeAgain[], range: RangeAgain): RangeAgain[] => {
  const ranges = [...again, range];
  if (ranges.length <= MAX_AGAIN) return ranges;
  ranges.sort((a, b) => (a.fromDate < b.fromDate ? -1 : 1));
  while (ranges.length > MAX_AGAIN) {
    const at = findNearest(ranges);
    ranges.splice(at, 2, merge(ranges[at]!, ranges[at + 1]!));
  }
  return ranges;
};

/** @returns the place of the first of two neighbours. */
const findNearest = (ranges: readonly RangeAgain[]): number => {
  let nearest = { at: 0, gapMs: Infinity };
  for (let at = 0; at + 1 < ranges.length; at += 1) {
    const gapMs = epochMsOf(ranges[at + 1]!.fromDate) - epochMsOf(ranges[at]!.toDate);
    if (gapMs < nearest.gapMs) nearest = { at, gapMs };
  }
  return nearest.at;
};

/** A range that OCP listed as empty waits for days. So the other one says why and when it is swept again. */
const merge = (first: RangeAgain, second: RangeAgain): RangeAgain => {
  const [one, other] = first.fault === 'empty' ? [second, first] : [first, second];
  const isAlike = (one.fault === 'empty') === (other.fault === 'empty');
  return {
    ...one,
    fromDate: first.fromDate,
    toDate: laterOf(first.toDate, second.toDate),
    notBefore: earlierOf(one.notBefore, other.notBefore),
    dueSince: isAlike ? earlierOf(one.dueSince, other.dueSince) : one.dueSince,
  };
};
