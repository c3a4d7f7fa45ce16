import type { CallRecord } from './call-record.ts';
import { condensed } from './condense-history.ts';
import { notAmong } from './listed-quarantined.ts';
import type { Timestamp } from './timestamp.ts';

/** What a transition makes of a record: the record to write, if anything changed, and what the caller wants to know. */
export type Transition<Result> = (current: CallRecord | undefined) => {
  readonly next?: CallRecord;
  readonly result: Result;
};

export type Change = { readonly at: Timestamp; readonly what: string; readonly by: string };

/** Bookkeeping: tells nothing about the call, so a change of these alone is none. */
const bookkeeping = new Set(['history', 'updatedAt', 'revision', 'facts']);

/**
 * The record as it is to be written: the change appended to its history in the same write. `detail` holds every
 * field that changed, and of the quarantined objects those that were added, so the history replays to the record as
 * it stands.
 *
 * @returns undefined if nothing changed: a repeat adds nothing to the history.
 */
export const changeRecord = (
  before: CallRecord | undefined,
  after: CallRecord,
  { at, what, by }: Change,
): CallRecord | undefined => {
  const detail = changedFields(before, after);
  const isRepeat =
    before !== undefined && Object.keys(detail).length === 0 && isSame(before.facts, after.facts);
  if (isRepeat) return undefined;
  return {
    ...after,
    history: condensed([...(before?.history ?? []), { at, what, by, detail }]),
    updatedAt: at,
    revision: (before?.revision ?? 0) + 1,
  };
};

const changedFields = (before: CallRecord | undefined, after: CallRecord): Record<string, unknown> => {
  const detail: Record<string, unknown> = {};
  for (const field of new Set([...Object.keys(before ?? {}), ...Object.keys(after)])) {
    if (bookkeeping.has(field) || isSame(before?.[field], after[field])) continue;
    detail[field] = after[field] ?? null;
  }
  if (detail['quarantined']) detail['quarantined'] = addedQuarantined(before, after);
  return detail;
};

/** A call that gets one bad upload after the other must not tell all of them again with each. */
const addedQuarantined = (before: CallRecord | undefined, after: CallRecord) =>
  notAmong(before?.quarantined ?? [], after.quarantined ?? []);

/** By value, whatever the order of keys: DynamoDB does not keep the order in which a map was written. */
const isSame = (a: unknown, b: unknown): boolean => a === b || canonical(a) === canonical(b);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? 'undefined';
