import { type CdrFacts, type FactsBySource, sourcesByPrecedence } from './cdr/cdr-facts.ts';
import { HOUR_MS } from './counts/hours.ts';
import { earlierOf, epochMsOf, laterOf, type Timestamp } from './timestamp.ts';

/** An end that is further from its start comes from a wrong clock. */
const LONGEST_CALL_MS = 24 * HOUR_MS;

/** Reports of nearly the same start, and until when the call lasted by one of them. */
export type StartCluster = {
  readonly first: Timestamp;
  readonly last: Timestamp;
  readonly endsBy: Timestamp;
};

type Report = { readonly startedAt: Timestamp; readonly endedAt: Timestamp };

/**
 * Chooses the start of a call among the plausible ones that its sources report. If two are more than an hour apart, one
 * clock is wrong: the latest counts, because a clock that is ahead reports a time that cannot be, unless its event comes
 * late. It also gives the latest deadline, so that the call is not given up too early. A start that OCP lists is its own
 * and counts before all.
 *
 * @returns undefined if there is none. The order in which the reports came does not matter.
 */
export const chooseStart = (facts: FactsBySource): Timestamp | undefined =>
  chooseAmong(
    listReports(facts).map(({ startedAt }) => startedAt),
    listedStartOf(facts),
  );

/** The same, among the starts of a range of time. */
export const chooseStartWithin = (
  facts: FactsBySource,
  from: Timestamp,
  to: Timestamp,
): Timestamp | undefined => {
  const starts = listReports(facts).map(({ startedAt }) => startedAt);
  return chooseAmong(
    starts.filter((start) => start >= from && start <= to),
    undefined,
  );
};

const chooseAmong = (starts: readonly Timestamp[], listed: Timestamp | undefined): Timestamp | undefined => {
  const [first, ...others] = starts;
  if (first === undefined) return undefined;
  const latest = listed ?? others.reduce(laterOf, first);
  return starts.find((start) => isNear(start, latest)) ?? latest;
};

/** The starts that sources report, in groups that are more than an hour apart; the one of the chosen start is first. */
export const clusterStarts = (facts: FactsBySource): StartCluster[] => {
  const chosen = chooseStart(facts);
  const clusters: StartCluster[] = [];
  for (const { startedAt, endedAt } of listReports(facts)) {
    const at = clusters.findIndex(({ first }) => isNear(first, startedAt));
    const known = clusters[at] ?? { first: startedAt, last: startedAt, endsBy: endedAt };
    const joined = {
      first: earlierOf(known.first, startedAt),
      last: laterOf(known.last, startedAt),
      endsBy: laterOf(known.endsBy, endedAt),
    };
    if (at === -1) clusters.push(joined);
    else clusters[at] = joined;
  }
  const isChosen = ({ first, last }: StartCluster): boolean =>
    chosen !== undefined && first <= chosen && chosen <= last;
  return [...clusters.filter(isChosen), ...clusters.filter((one) => !isChosen(one))];
};

/** A listing without the start gives only the range of its export. */
const listedStartOf = ({ discovered }: FactsBySource): Timestamp | undefined =>
  discovered?.startedBefore === undefined ? discovered?.startedAt : undefined;

const isNear = (one: Timestamp, other: Timestamp): boolean =>
  one === other || Math.abs(epochMsOf(one) - epochMsOf(other)) <= HOUR_MS;

const listReports = (facts: FactsBySource): Report[] => {
  const events = sourcesByPrecedence.filter((source) => source !== 'discovered').map((one) => facts[one]);
  const ends = events.flatMap((one) => one?.endedAt ?? []);
  const reported = events.flatMap((one) => reportsOf(one, ends));
  return [...reported, ...listedReports(facts.discovered, reported)];
};

/** A listing without the start gives a range. It tells nothing new of a call that began in it by another report. */
const listedReports = (discovered: CdrFacts | undefined, reported: readonly Report[]): Report[] => {
  const { startedAt: from, startedBefore: to } = discovered ?? {};
  const listed = reportsOf(discovered, []);
  if (from === undefined || to === undefined) return listed;
  const isKnown = reported.some(({ startedAt }) => from <= startedAt && startedAt < to);
  return isKnown ? [] : listed.map((one) => (one.startedAt === from ? { ...one, endedAt: to } : one));
};

/** @param ends what the events report as the end. One event may have the start, and another the end. */
const reportsOf = (
  { startedAt, otherStarts = [], endedAt }: CdrFacts = {},
  ends: readonly Timestamp[],
): Report[] => {
  if (startedAt === undefined) return [];
  return [startedAt, ...otherStarts].map((start) => {
    const fitting = (endedAt === undefined ? ends : [endedAt]).filter((end) => isEndOf(start, end));
    return { startedAt: start, endedAt: fitting.reduce(laterOf, start) };
  });
};

const isEndOf = (start: Timestamp, end: Timestamp): boolean => {
  const lengthMs = epochMsOf(end) - epochMsOf(start);
  return lengthMs > 0 && lengthMs <= LONGEST_CALL_MS;
};
