import type { CallRecord } from './call-record.ts';
import { type CandidateRange, isListedElsewhere, listedRangeOf } from './candidate-ranges.ts';
import { epochMsOf, type Timestamp } from './timestamp.ts';

/** Of an entry of a listing: what its job exported, and what it says of the start, if it says anything. */
type ListedTimes = { readonly range?: CandidateRange; readonly startedAt?: Timestamp };

/**
 * The range to keep of a call that a job lists: the shortest one known, if exports for the reported starts may miss it. A
 * call that an export discovered has the range of that export already.
 */
export const findListedRange = (
  record: CallRecord,
  { range, startedAt }: ListedTimes,
): CallRecord['listedRange'] => {
  if (!range || !isListedElsewhere(record.facts, range, startedAt)) return record.listedRange;
  const known = listedRangeOf(record);
  return known && lengthMsOf(known) <= lengthMsOf(range) ? record.listedRange : range;
};

const lengthMsOf = ({ from, to }: CandidateRange): number => epochMsOf(to) - epochMsOf(from);
