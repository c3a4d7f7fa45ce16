import type { CallRecord } from './call-record.ts';
import { type CandidateRange, isListedElsewhere } from './candidate-ranges.ts';
import { epochMsOf, type Timestamp } from './timestamp.ts';

/** Of an entry of a listing: what its job exported, and what it says of the start, if it says anything. */
type ListedTimes = { readonly range?: CandidateRange; readonly startedAt?: Timestamp };

/** The shortest known range in which exports listed the call, if exports for the reported starts may miss it. */
export const findListedRange = (
  { facts, listedRange: known }: CallRecord,
  { range, startedAt }: ListedTimes,
): CandidateRange | undefined => {
  if (!range || !isListedElsewhere(facts, range, startedAt)) return known;
  return known && lengthMsOf(known) <= lengthMsOf(range) ? known : range;
};

const lengthMsOf = ({ from, to }: CandidateRange): number => epochMsOf(to) - epochMsOf(from);
