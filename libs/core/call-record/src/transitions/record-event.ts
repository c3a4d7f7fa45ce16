import type { CallRecord } from '../call-record.ts';
import type { CallEvent } from '../cdr/call-event.ts';
import { assertUsable, type CdrFacts, type FactSource, mergeFacts } from '../cdr/cdr-facts.ts';
import { changeRecord, type Transition } from '../change-record.ts';
import { type DeriveContext, deriveRecord } from '../derive-record.ts';
import { withGroupTold } from '../group-of-call.ts';
import type { CallKey } from '../ids.ts';
import { newRecord } from '../new-record.ts';

export type ChangeContext = DeriveContext & {
  /** The service that makes the change, for the history. */
  readonly by: string;
};

/** Takes in one CDR event: creates the record or completes it. Repeats and any order give the same record. */
export const recordEvent = (
  key: CallKey,
  event: CallEvent,
  context: ChangeContext,
): Transition<'changed' | 'unchanged'> => tellFacts(key, event.source, event.facts, event.name, context);

/** Writes down a call that an export knows and we never heard of. */
export const recordDiscovered = (
  key: CallKey,
  facts: CdrFacts,
  context: ChangeContext,
): Transition<'changed' | 'unchanged'> => tellFacts(key, 'discovered', facts, 'discovered', context);

const tellFacts =
  (
    key: CallKey,
    source: FactSource,
    facts: CdrFacts,
    what: string,
    context: ChangeContext,
  ): Transition<'changed' | 'unchanged'> =>
  (current) => {
    const next = changeRecord(current, withFacts(key, current, source, facts, context), {
      at: context.now,
      what,
      by: context.by,
    });
    return { ...(next && { next }), result: next ? 'changed' : 'unchanged' };
  };

/**
 * The record, new if need be, with what `source` tells and all that follows from it.
 *
 * @throws {UnusableFactsError} if the facts hold a time at which no call can have been.
 */
export const withFacts = (
  key: CallKey,
  current: CallRecord | undefined,
  source: FactSource,
  facts: CdrFacts,
  context: DeriveContext,
): CallRecord => {
  assertUsable(source, facts);
  const record = current ?? newRecord(key, context.now);
  const told = mergeFacts(record.facts[source], withGroupTold(facts, context.group));
  return deriveRecord({ ...record, facts: { ...record.facts, [source]: told } }, context);
};
