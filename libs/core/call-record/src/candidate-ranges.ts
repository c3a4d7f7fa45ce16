import type { CallRecord } from './call-record.ts';
import { type CdrFacts, type FactsBySource, findReported, sourcesByPrecedence } from './cdr/cdr-facts.ts';
import { HOUR_MS } from './counts/hours.ts';
import { isStartImpossible, RANGE_BEFORE_FIRST_EVENT_MS } from './impossible-start.ts';
import type { RegistryGroup } from './registry.ts';
import { chooseStart, clusterStarts, type StartCluster } from './reported-starts.ts';
import { epochMsOf, laterOf, shifted, type Timestamp } from './timestamp.ts';

/** The first event may report the start, so the call may end after it: with its end event, or within this. */
const ASSUMED_LONGEST_CALL_MS = 4 * HOUR_MS;
const RANGE_AROUND_START_MS = HOUR_MS;
const MINUTE_MS = 60_000;

/** A half-open range of time in which the call may have started. */
export type CandidateRange = { readonly from: Timestamp; readonly to: Timestamp };

/** From the reported start to the reported end, as for a call of which nothing is in doubt. */
export const AS_REPORTED = 'as reported';

type DatedCall = Pick<CallRecord, 'facts' | 'createdAt' | 'cdrEndReceivedAt' | 'listedRange'>;

/**
 * Where to look for a call whose start is in doubt. Each range fits into one export of the group.
 * - A reported start cannot be: from 25 hours before we received its first event until its end, and an hour on each side
 *   of every other reported start.
 * - Two sources, or two reports of one, are more than an hour apart: an hour on each side of every reported start.
 * - The range of an export that listed the call is last, or an hour on each side of the start that it listed, unless exports
 *   for the reported starts cover it. If that is the only doubt, the export as reported is first.
 *
 * @returns an empty list for any other call.
 */
export const listCandidateRanges = (
  call: DatedCall,
  group: RegistryGroup | undefined,
): readonly (CandidateRange | typeof AS_REPORTED)[] => {
  const { facts, createdAt, cdrEndReceivedAt } = call;
  const reported = rangesOfReports(facts);
  const ranges = isStartImpossible(facts)
    ? [rangeBefore(createdAt, cdrEndReceivedAt), ...reported]
    : reported;
  const others = rangesElsewhere(call, ranges);
  const isClear = isStartClear(facts);
  if (isClear && others.length === 0) return [];
  const longestMs = longestRangeMs(group);
  return [
    ...(isClear ? ([AS_REPORTED] as const) : ranges.flatMap((range) => split(range, longestMs))),
    ...others.flatMap((range) => split(range, longestMs)),
  ];
};

/** Where an export listed the call, if that is in none of `ranges`. */
const rangesElsewhere = (call: DatedCall, ranges: readonly CandidateRange[]): readonly CandidateRange[] => {
  const listed = listedRangeOf(call);
  if (listed) return isWithinOne(listed, ranges) ? [] : [{ from: listed.from, to: listed.to }];
  const start = call.facts.discovered?.startedAt;
  if (start === undefined || isWithinOne({ from: start, to: start }, ranges)) return [];
  return [rangeAround({ first: start, last: start, endsBy: start })];
};

/** A range in which an export listed the call. The export that was the first to tell us of it gave it instead of a start. */
export const listedRangeOf = ({
  listedRange,
  facts: { discovered },
}: Pick<DatedCall, 'facts' | 'listedRange'>): CandidateRange | undefined => {
  if (listedRange) return listedRange;
  const { startedAt: from, startedBefore: to } = discovered ?? {};
  return from !== undefined && to !== undefined ? { from, to } : undefined;
};

/**
 * Whether exports for the reported starts may miss a recording that an export of `range` listed.
 *
 * @param listedStart what the listing says of the start, if it says anything.
 */
export const isListedElsewhere = (
  facts: FactsBySource,
  range: CandidateRange,
  listedStart: Timestamp | undefined,
): boolean => {
  const start = listedStart === undefined ? range : { from: listedStart, to: listedStart };
  return !isWithinOne(start, rangesOfReports(facts));
};

/** The sources agree on the start, and it can be. */
const isStartClear = (facts: FactsBySource): boolean =>
  !isStartImpossible(facts) && clusterStarts(facts).length === 1;

/**
 * What exports for the reported starts cover. The export as reported covers a call from its start to its end: no hour is
 * added, and OCP may not widen the range. What a listing says of the call does not widen it either.
 */
const rangesOfReports = (facts: FactsBySource): CandidateRange[] => {
  const start = chooseStart(facts);
  const clusters = clusterStarts(facts);
  if (!isStartClear(facts) || start === undefined) return clusters.map(rangeAround);
  const { discovered, ...events } = facts;
  const [reported] = clusterStarts(events);
  if (!reported && isNarrowedByEnd(discovered, events)) return [];
  return [{ from: start, to: (reported ?? clusters[0]!).endsBy }];
};

/** A listing gives a range, and an event gives only the end: the export as reported covers the hours before that end. */
const isNarrowedByEnd = (discovered: CdrFacts | undefined, events: FactsBySource): boolean =>
  discovered?.startedBefore !== undefined &&
  findReported(events, 'endedAt', sourcesByPrecedence) !== undefined;

const rangeAround = ({ first, endsBy, last }: StartCluster): CandidateRange => ({
  from: shifted(first, -RANGE_AROUND_START_MS),
  to: laterOf(shifted(last, RANGE_AROUND_START_MS), shifted(endsBy, 1)),
});

const isWithinOne = (inner: CandidateRange, ranges: readonly CandidateRange[]): boolean =>
  ranges.some(({ from, to }) => from <= inner.from && inner.to <= to);

const rangeBefore = (createdAt: Timestamp, cdrEndReceivedAt: Timestamp | undefined): CandidateRange => {
  const latestEnd = shifted(createdAt, ASSUMED_LONGEST_CALL_MS);
  const endsBy =
    cdrEndReceivedAt !== undefined && cdrEndReceivedAt < latestEnd ? cdrEndReceivedAt : latestEnd;
  return { from: shifted(createdAt, -RANGE_BEFORE_FIRST_EVENT_MS), to: endsBy };
};

/** An export is widened outward to whole steps at both ends. */
const longestRangeMs = (group: RegistryGroup | undefined): number => {
  if (!group) return Infinity;
  const { maxRangeMinutes, alignMinutes } = group.exportConstraints;
  return Math.max(maxRangeMinutes - 2 * alignMinutes, alignMinutes, 1) * MINUTE_MS;
};

const split = ({ from, to }: CandidateRange, longestMs: number): CandidateRange[] => {
  const lengthMs = epochMsOf(to) - epochMsOf(from);
  const count = Math.max(1, Math.ceil(lengthMs / longestMs));
  return Array.from({ length: count }, (_, at) => ({
    from: shifted(from, (lengthMs * at) / count),
    to: shifted(from, (lengthMs * (at + 1)) / count),
  }));
};
