import type { CallRecord } from '../call-record.ts';
import type { CallEvent } from '../cdr/call-event.ts';
import { assertUsable, type CdrFacts, type FactSource, mergeFacts } from '../cdr/cdr-facts.ts';
import { keepListedKvps } from '../cdr/kvps.ts';
import type { ChangeContext, DeriveContext } from '../change-context.ts';
import { changeRecord, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import { separateUnknownGroup } from '../group-of-call.ts';
import type { CallKey } from '../ids.ts';
import { separateImpossibleStart } from '../impossible-start.ts';
import { newRecord } from '../new-record.ts';

/** Adds one CDR event to the record, or makes the record. Repeated events, and events in any order, give the same record. */
export const recordEvent = (
  key: CallKey,
  event: CallEvent,
  context: ChangeContext,
): Transition<'changed' | 'unchanged'> => recordFacts(key, event.source, event.facts, event.name, context);

/** Makes the record of a call that an export listed and of which no event came. */
export const recordDiscovered = (
  key: CallKey,
  facts: CdrFacts,
  context: ChangeContext,
): Transition<'changed' | 'unchanged'> => recordFacts(key, 'discovered', facts, 'discovered', context);

const recordFacts =
  (
    key: CallKey,
    source: FactSource,
    facts: CdrFacts,
    what: string,
    context: ChangeContext,
  ): Transition<'changed' | 'unchanged'> =>
  (current) => {
    const after = addFacts(key, current, source, facts, context);
    const next = changeRecord(current, after, { at: context.now, what, by: context.by });
    return { ...(next && { next }), result: next ? 'changed' : 'unchanged' };
  };

/**
 * The record, or a new one, with the facts of `source` and every field that follows from them.
 *
 * @throws {UnusableFactsError} if a time of the facts is outside 2000 to 2099.
 */
export const addFacts = (
  key: CallKey,
  current: CallRecord | undefined,
  source: FactSource,
  facts: CdrFacts,
  context: DeriveContext,
): CallRecord => {
  assertUsable(source, facts);
  const record = current ?? newRecord(key, context.now);
  const listed = keepListedKvps(facts, context.group?.keptKvps);
  const usable = separateImpossibleStart(source, separateUnknownGroup(listed, context.group), context);
  const merged = mergeFacts(record.facts[source], usable);
  return deriveRecord({ ...record, facts: { ...record.facts, [source]: merged } }, context);
};
