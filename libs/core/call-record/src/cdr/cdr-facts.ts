import { z } from 'zod';
import { UnusableFactsError } from '../errors.ts';
import { keepingUnknown } from '../keeping-unknown.ts';
import { CallTime, Timestamp } from '../timestamp.ts';

/** What one kind of source says about a call. Every field is optional: sources differ in what they know. */
export const CdrFacts = keepingUnknown(
  z.object({
    groupId: z.string().optional(),
    /** A group name that the registry did not know when it was told. */
    unknownGroupId: z.string().optional(),
    conversationId: z.string().optional(),
    app: z.string().optional(),
    customerId: z.string().optional(),
    channel: z.string().optional(),
    direction: z.string().optional(),
    isTest: z.boolean().optional(),
    startedAt: Timestamp.optional(),
    /** The start itself is not told: it is one from `startedAt` on and before this. */
    startedBefore: Timestamp.optional(),
    endedAt: Timestamp.optional(),
    durationMs: z.number().int().nonnegative().optional(),
    exitStatus: z.string().optional(),
    ivrResult: z.string().optional(),
  }),
);
export type CdrFacts = z.infer<typeof CdrFacts>;

export type FactSource = 'start' | 'ivrEnd' | 'end' | 'recording' | 'discovered';
/** Which source is believed first of what names or places the call. */
export const identity: readonly FactSource[] = ['start', 'end', 'ivrEnd', 'recording', 'discovered'];
export type FactsBySource = { readonly [source in FactSource]?: CdrFacts };

/** What a record holds of its sources; one that only a newer version knows is kept. */
export const Facts = keepingUnknown(
  z.object({
    start: CdrFacts.optional(),
    ivrEnd: CdrFacts.optional(),
    end: CdrFacts.optional(),
    recording: CdrFacts.optional(),
    discovered: CdrFacts.optional(),
  }),
);

const Told = z.looseObject({
  startedAt: CallTime.optional(),
  startedBefore: CallTime.optional(),
  endedAt: CallTime.optional(),
});

/**
 * Refuses facts before they reach a record: an absurd time would make it one that cannot be read again. A record that
 * stands is read with whatever times it has.
 *
 * @throws {UnusableFactsError} naming the time.
 */
export const assertUsable = (source: FactSource, facts: CdrFacts): void => {
  const parsed = Told.safeParse(facts);
  if (parsed.success) return;
  const faults = parsed.error.issues.map(({ path: [field], message }) => {
    const value = facts[field as 'startedAt' | 'endedAt'];
    return `${String(field)} ${JSON.stringify(value)} ${message}`;
  });
  throw new UnusableFactsError(source, faults.join(', '));
};

/**
 * Joins two tellings of one source. A repeat changes nothing; where they contradict each other the lesser
 * value in text order stands, so that the order in which they came does not matter.
 */
export const mergeFacts = (known: CdrFacts | undefined, told: CdrFacts): CdrFacts => {
  const merged: Record<string, unknown> = { ...known };
  for (const [field, value] of Object.entries(told)) {
    if (value === undefined) continue;
    const standing = merged[field];
    merged[field] = standing === undefined || String(value) < String(standing) ? value : standing;
  }
  return merged;
};

/** The first source in `order` that tells `field`. */
export const firstTold = <F extends keyof CdrFacts>(
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
