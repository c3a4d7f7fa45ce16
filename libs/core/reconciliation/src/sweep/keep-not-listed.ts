import { itemBytes, type Timestamp } from '@recordings/call-record';
import type { NotListedRange, SweepRange } from './sweep-checkpoint.ts';
import type { SweepResult } from './sweep-result.ts';

/** The item of a group has its other ranges too, and DynamoDB allows 400 KB. */
const MAX_BYTES = 60_000;

/**
 * Keeps the calls that we store and that the listing of a swept range lacked. They replace those of an earlier sweep of
 * the range. A range that lacked none is kept too: its job overlaps others, and may list what they lack. Ranges that OCP has
 * deleted are left out, and the oldest sweeps if there are too many calls.
 *
 * @param oldest the beginning of what OCP keeps.
 */
export const keepNotListed = (
  before: readonly NotListedRange[],
  { fromDate, toDate, exportFrom }: SweepRange & { readonly exportFrom?: Timestamp | undefined },
  { notListed, notListedCalls = [] }: Pick<SweepResult, 'notListed' | 'notListedCalls'>,
  oldest: Timestamp,
  now: Timestamp,
): NotListedRange[] => {
  const others = before.filter(
    (range) => range.toDate > oldest && (range.fromDate < fromDate || range.toDate > toDate),
  );
  const known = { fromDate, toDate, ...(exportFrom !== undefined && { exportFrom }), sweptAt: now };
  const kept = [...others, { ...known, count: notListed, callIds: notListedCalls }];
  while (kept.length > 0 && itemBytes({ kept }) > MAX_BYTES) kept.shift();
  return kept;
};
