import type { CallRecord } from './call-record.ts';
import { type CdrFacts, type FactSource, type FactsBySource, sourcesByPrecedence } from './cdr/cdr-facts.ts';
import type { DeriveContext } from './change-context.ts';
import type { RegistryGroup } from './registry.ts';
import { chooseStartWithin, clusterStarts } from './reported-starts.ts';
import { retentionMsOf } from './retention.ts';
import { epochMsOf, laterOf, shifted, type Timestamp } from './timestamp.ts';

/** Clocks of OCP and ours may differ by this much. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
/** OCP sends events again for 24 hours, so the call started at most that long and its own length before the first event. */
const RANGE_BEFORE_FIRST_EVENT_MS = 25 * HOUR_MS;
/** The first event may report the start, so the call may end after it: with its end event, or within this. */
const ASSUMED_LONGEST_CALL_MS = 4 * HOUR_MS;
const RANGE_AROUND_START_MS = HOUR_MS;
const MINUTE_MS = 60_000;

/** A half-open range of time in which the call may have started. */
export type CandidateRange = { readonly from: Timestamp; readonly to: Timestamp };

/**
 * Moves a start that cannot be to `impossibleStartedAt`: one after the time at which we received it, or one older than
 * OCP keeps recordings. So it does not become the call's start. A start from a listing is OCP's own and always counts.
 */
export const separateImpossibleStart = (
  source: FactSource,
  facts: CdrFacts,
  { group, now }: Pick<DeriveContext, 'group' | 'now'>,
): CdrFacts => {
  const { startedAt, ...others } = facts;
  if (startedAt === undefined || source === 'discovered') return facts;
  const ageMs = epochMsOf(now) - epochMsOf(startedAt);
  const isPossible = ageMs >= -CLOCK_TOLERANCE_MS && ageMs <= retentionMsOf(group);
  return isPossible ? facts : { ...others, impossibleStartedAt: startedAt };
};

/** Whether a source reported a start that cannot be, and no listing has given the true one. */
export const isStartImpossible = (facts: FactsBySource): boolean =>
  facts.discovered?.startedAt === undefined &&
  sourcesByPrecedence.some((source) => facts[source]?.impossibleStartedAt !== undefined);

/** An end that was in the future when we received its event comes from a wrong clock. */
export const findPossibleEnd = ({
  callEndTimestamp: end,
  cdrEndReceivedAt: receivedAt,
}: Pick<CallRecord, 'callEndTimestamp' | 'cdrEndReceivedAt'>): Timestamp | undefined =>
  end !== undefined && receivedAt !== undefined && end > shifted(receivedAt, CLOCK_TOLERANCE_MS)
    ? undefined
    : end;

/**
 * A plausible start of a call of which another start cannot be: within the 25 hours before we received its first event.
 * So one event with a wrong clock does not hide what the others report.
 */
export const findFittingStart = (facts: FactsBySource, createdAt: Timestamp): Timestamp | undefined =>
  chooseStartWithin(
    facts,
    shifted(createdAt, -RANGE_BEFORE_FIRST_EVENT_MS),
    shifted(createdAt, CLOCK_TOLERANCE_MS),
  );

type DatedCall = Pick<CallRecord, 'facts' | 'createdAt' | 'cdrEndReceivedAt' | 'listedRange'>;

/**
 * Where to look for a call whose start is in doubt. Each range fits into one export of the group.
 * - A reported start cannot be: from 25 hours before we received its first event until its end, and an hour on each side
 *   of every other reported start. Last, the range of an export that listed the call, if it is in no other range.
 * - Two sources, or two reports of one, are more than an hour apart: an hour on each side of every reported start.
 *
 * @returns an empty list for any other call.
 */
export const listCandidateRanges = (
  { facts, createdAt, cdrEndReceivedAt, listedRange }: DatedCall,
  group: RegistryGroup | undefined,
): readonly CandidateRange[] => {
  const around = clusterStarts(facts).map(({ first, endsBy, last }) => ({
    from: shifted(first, -RANGE_AROUND_START_MS),
    to: laterOf(shifted(last, RANGE_AROUND_START_MS), shifted(endsBy, 1)),
  }));
  if (!isStartImpossible(facts) && around.length < 2) return [];
  const ranges = isStartImpossible(facts)
    ? withListed([rangeBefore(createdAt, cdrEndReceivedAt), ...around], listedRange)
    : around;
  return ranges.flatMap((range) => split(range, longestRangeMs(group)));
};

/** The listed range is last: a round that has begun keeps its order. */
const withListed = (
  ranges: readonly CandidateRange[],
  listed: CandidateRange | undefined,
): readonly CandidateRange[] => {
  if (!listed || ranges.some(({ from, to }) => from <= listed.from && listed.to <= to)) return ranges;
  return [...ranges, { from: listed.from, to: listed.to }];
};

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
