import type { CallRecord } from './call-record.ts';
import { type CdrFacts, type FactSource, type FactsBySource, sourcesByPrecedence } from './cdr/cdr-facts.ts';
import type { DeriveContext } from './change-context.ts';
import { HOUR_MS } from './counts/hours.ts';
import { chooseStartWithin } from './reported-starts.ts';
import { retentionMsOf } from './retention.ts';
import { epochMsOf, shifted, type Timestamp } from './timestamp.ts';

/** Clocks of OCP and ours may differ by this much. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** OCP sends events again for 24 hours, so the call started at most that long and its own length before the first event. */
export const RANGE_BEFORE_FIRST_EVENT_MS = 25 * HOUR_MS;

/**
 * Moves a start that cannot be to `impossibleStartedAt`: one after the time at which we received it, or one older than
 * OCP keeps recordings. So it does not become the call's start. A start from a listing was judged when it was read.
 */
export const separateImpossibleStart = (
  source: FactSource,
  facts: CdrFacts,
  context: Pick<DeriveContext, 'group' | 'now'>,
): CdrFacts => {
  const { startedAt, ...others } = facts;
  if (startedAt === undefined || source === 'discovered') return facts;
  return isStartPossible(startedAt, context) ? facts : { ...others, impossibleStartedAt: startedAt };
};

/** Whether a call that we hear of now can have started then: not after now, and not longer ago than OCP keeps recordings. */
export const isStartPossible = (
  startedAt: Timestamp,
  { group, now }: Pick<DeriveContext, 'group' | 'now'>,
): boolean => {
  const ageMs = epochMsOf(now) - epochMsOf(startedAt);
  return ageMs >= -CLOCK_TOLERANCE_MS && ageMs <= retentionMsOf(group);
};

/** Whether a source reported a start that cannot be, and no listing has given the true one. */
export const isStartImpossible = (facts: FactsBySource): boolean =>
  facts.discovered?.startedAt === undefined && hasImpossibleStart(facts);

/** Whether a source reported a start that cannot be. */
export const hasImpossibleStart = (facts: FactsBySource): boolean =>
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
