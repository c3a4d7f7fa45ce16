import { z } from 'zod';
import { UnusableFactsError } from '../errors.ts';
import { keepUnknownFields } from '../keep-unknown-fields.ts';
import { CallTime, Timestamp } from '../timestamp.ts';

/** What one kind of source reported of a call. Every field is optional: sources differ in what they know. */
export const CdrFacts = keepUnknownFields(
  z.object({
    groupId: z.string().optional(),
    /** A group name that the registry did not know when it was reported. */
    unknownGroupId: z.string().optional(),
    conversationId: z.string().optional(),
    app: z.string().optional(),
    customerId: z.string().optional(),
    channel: z.string().optional(),
    direction: z.string().optional(),
    isTest: z.boolean().optional(),
    startedAt: Timestamp.optional(),
    /** Further starts that the same source reported, as a corrected one. Sorted; the latest few. */
    otherStarts: z.array(Timestamp).optional(),
    /** The exact start is unknown: the call started from `startedAt` on and before this. */
    startedBefore: Timestamp.optional(),
    /** A reported start that cannot be: after the time we received it, or older than OCP keeps recordings. */
    impossibleStartedAt: Timestamp.optional(),
    endedAt: Timestamp.optional(),
    durationMs: z.number().int().nonnegative().optional(),
    exitStatus: z.string().optional(),
    ivrResult: z.string().optional(),
  }),
);
export type CdrFacts = z.infer<typeof CdrFacts>;

export type FactSource = 'start' | 'ivrEnd' | 'end' | 'recording' | 'discovered';
/** Which source wins where several report a field that identifies the call or its start. */
export const sourcesByPrecedence: readonly FactSource[] = [
  'start',
  'end',
  'ivrEnd',
  'recording',
  'discovered',
];
export type FactsBySource = { readonly [source in FactSource]?: CdrFacts };

/** The facts in a record. A source that only a newer version knows is kept. */
export const Facts = keepUnknownFields(
  z.object({
    start: CdrFacts.optional(),
    ivrEnd: CdrFacts.optional(),
    end: CdrFacts.optional(),
    recording: CdrFacts.optional(),
    discovered: CdrFacts.optional(),
  }),
);

const UsableTimes = z.looseObject({
  startedAt: CallTime.optional(),
  startedBefore: CallTime.optional(),
  impossibleStartedAt: CallTime.optional(),
  endedAt: CallTime.optional(),
});

/**
 * Rejects facts with an absurd time before they reach a record, which could then not be read again. An existing record
 * is read with whatever times it has.
 *
 * @throws {UnusableFactsError} naming each field and its value. The accepted range is 2000 to 2099.
 */
export const assertUsable = (source: FactSource, facts: CdrFacts): void => {
  const parsed = UsableTimes.safeParse(facts);
  if (parsed.success) return;
  const faults = parsed.error.issues.map(({ path: [field], message }) => {
    const value = facts[field as 'startedAt' | 'endedAt'];
    return `${String(field)} ${JSON.stringify(value)} ${message}`;
  });
  throw new UnusableFactsError(source, faults.join(', '));
};

/** A sender that reports more starts of one call has no clock. */
const MAX_OTHER_STARTS = 4;

/**
 * Joins two reports of one source. A repeat changes nothing. Where they contradict each other, the value that is lower
 * in text order wins, so that the order in which they came does not matter. Every start is kept, because a later report
 * may correct an earlier one.
 */
export const mergeFacts = (known: CdrFacts | undefined, reported: CdrFacts): CdrFacts => {
  const merged: Record<string, unknown> = { ...known };
  for (const [field, value] of Object.entries(reported)) {
    if (value === undefined || field === 'otherStarts') continue;
    const earlier = merged[field];
    merged[field] = earlier === undefined || String(value) < String(earlier) ? value : earlier;
  }
  const otherStarts = joinStarts(known, reported, merged['startedAt']);
  return { ...merged, ...(otherStarts.length > 0 && { otherStarts }) };
};

const joinStarts = (known: CdrFacts | undefined, reported: CdrFacts, first: unknown): Timestamp[] => {
  const starts = [known, reported].flatMap((one) => [one?.startedAt ?? [], one?.otherStarts ?? []].flat());
  const others = new Set(starts.filter((start) => start !== first));
  return [...others].sort().slice(-MAX_OTHER_STARTS);
};

/** The value of `field` from the first source in `order` that reports it. */
export const findReported = <F extends keyof CdrFacts>(
  facts: FactsBySource,
  field: F,
  order: readonly FactSource[],
): CdrFacts[F] | undefined => {
  for (const source of order) {
    const value = facts[source]?.[field];
    if (value !== undefined) return value;
  }
  return undefined;
};
