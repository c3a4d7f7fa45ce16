import { z } from 'zod';
import { UnusableFactsError } from '../errors.ts';
import { keepUnknownFields } from '../keep-unknown-fields.ts';
import { CallTime, isCallTimeText, Timestamp } from '../timestamp.ts';
import { addWhatFits, MAX_OTHER_BYTES, type OtherFields } from './other-fields.ts';

/** OCP's words about the technical side of a call. `endType` says how it ended. */
export const technicalFields = {
  connectionId: z.string().optional(),
  deviceType: z.string().optional(),
  accountId: z.string().optional(),
  endType: z.string().optional(),
  /** Key-value pairs of the flow that the registry lists for the group. */
  kvps: z.record(z.string(), z.string()).optional(),
};

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
    ...technicalFields,
    /** Fields that this version does not know, or whole events of unknown kinds, as JSON. */
    otherFields: z.record(z.string(), z.string()).optional(),
  }),
);
export type CdrFacts = z.infer<typeof CdrFacts>;

/** `other`: events of kinds that this version does not know. */
export type FactSource = 'start' | 'ivrEnd' | 'end' | 'recording' | 'discovered' | 'other';
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
    other: CdrFacts.optional(),
  }),
);

const UsableTimes = z.looseObject({
  startedAt: CallTime.optional(),
  startedBefore: CallTime.optional(),
  impossibleStartedAt: CallTime.optional(),
  endedAt: CallTime.optional(),
});

const timeFields = ['startedAt', 'startedBefore', 'impossibleStartedAt', 'endedAt'] as const;

/**
 * Rejects facts with an absurd time before they reach a record, which could then not be read again. An existing record
 * is read with whatever times it has.
 *
 * @throws {UnusableFactsError} naming each field and its value. The accepted range is 2000 to 2099.
 */
export const assertUsable = (source: FactSource, facts: CdrFacts): void => {
  if (timeFields.every((field) => facts[field] === undefined || isCallTimeText(facts[field]))) return;
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
 * may correct an earlier one. Of fields that are not known the first value stays: its event has no other copy.
 */
export const mergeFacts = (known: CdrFacts | undefined, reported: CdrFacts): CdrFacts => {
  const merged: Record<string, unknown> = { ...known };
  for (const [field, value] of Object.entries(reported)) {
    if (value === undefined || joinedApart.has(field)) continue;
    merged[field] = join(merged[field], value);
  }
  const otherFields = joinOtherFields(known, reported);
  const otherStarts = joinStarts(known, reported, merged['startedAt']);
  return {
    ...merged,
    ...(otherFields && { otherFields }),
    ...(otherStarts.length > 0 && { otherStarts }),
  };
};

const joinedApart: ReadonlySet<string> = new Set(['otherStarts', 'otherFields']);

const joinOtherFields = (known: CdrFacts | undefined, reported: CdrFacts): OtherFields | undefined =>
  reported.otherFields
    ? addWhatFits(known?.otherFields ?? {}, reported.otherFields, MAX_OTHER_BYTES)
    : known?.otherFields;

const join = (earlier: unknown, value: unknown): unknown => {
  if (earlier === undefined) return value;
  if (!isObject(earlier) || !isObject(value)) return String(value) < String(earlier) ? value : earlier;
  const names = new Set([...Object.keys(earlier), ...Object.keys(value)]);
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      value[name] === undefined ? earlier[name] : join(earlier[name], value[name]),
    ]),
  );
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

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
