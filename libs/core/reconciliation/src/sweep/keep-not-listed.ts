import { itemBytes, type Timestamp } from '@recordings/call-record';
import type { NotListedRange, SweepRange } from './sweep-checkpoint.ts';
import type { SweepResult } from './sweep-result.ts';

/** The item of a group has its other ranges too, and DynamoDB allows 400 KB. */
const MAX_BYTES = 60_000;

/**
 * Keeps the calls that we store and that the listing of a swept range lacked. They replace those of an earlier sweep of
 * the range. Ranges that OCP has deleted are left out, and the oldest sweeps if there are too many calls.
 *
 * @param oldest the beginning of what OCP keeps.
 */
export const keepNotListed = (
  before: readonly NotListedRange[],
  { fromDate, toDate }: SweepRange,
  { notListed, notListedCalls = [] }: Pick<SweepResult, 'notListed' | 'notListedCalls'>,
  oldest: Timestamp,
  now: Timestamp,
): NotListedRange[] => {
  const others = before.filter(
    (range) => range.toDate > oldest && (range.fromDate < fromDate || range.toDate > toDate),
  );
  const found = { fromDate, toDate, sweptAt: now, count: notListed, callIds: notListedCalls };
  const kept = notListed === 0 ? others : [...others, found];
  while (kept.length > 0 && itemBytes({ kept }) > MAX_BYTES) kept.shift();
  return kept;
};
