import { isDeepStrictEqual } from 'node:util';
import type { CallRecord, QuarantinedObject } from './call-record.ts';
import type { ChangeContext } from './change-context.ts';
import { condenseHistory } from './condense-history.ts';
import { DOCUMENT_FIELDS, documentFieldsOf } from './document-fields.ts';
import { listQuarantined } from './list-quarantined.ts';
import type { Timestamp } from './timestamp.ts';

/** A pure change of a record: `next` is written if anything changed; `result` is for the caller. */
export type Transition<Result> = (current: CallRecord | undefined) => {
  readonly next?: CallRecord;
  readonly result: Result;
};

export type Change = { readonly at: Timestamp; readonly what: string; readonly by: string };

/** Fields that every write changes, those that repeat others, and the facts, which `changeRecord` compares on their own. */
const bookkeeping = new Set(['history', 'updatedAt', 'revision', 'facts', ...DOCUMENT_FIELDS]);

/**
 * The record to write: `after` with the next revision and one more entry in its history. The entry holds the new value
 * of every changed field. Of the quarantined objects it holds the added ones, if those are the newest. So the history
 * replays to the record.
 *
 * @returns undefined if nothing changed: a repeated event adds nothing to the history.
 */
export const changeRecord = (
  before: CallRecord | undefined,
  after: CallRecord,
  { at, what, by }: Change,
): CallRecord | undefined => {
  const detail = listChanges(before, after);
  const isRepeat =
    before !== undefined && Object.keys(detail).length === 0 && isDeepStrictEqual(before.facts, after.facts);
  if (isRepeat) return undefined;
  return {
    ...after,
    ...documentFieldsOf(after),
    history: condenseHistory([...(before?.history ?? []), { at, what, by, detail }]),
    updatedAt: at,
    revision: (before?.revision ?? 0) + 1,
  };
};

/** The answer of a transition: `after` as the next record if it differs from `before`, and the result. */
export const changeTo = <Result>(
  before: CallRecord | undefined,
  after: CallRecord,
  what: string,
  { now, by }: ChangeContext,
  result: Result,
): ReturnType<Transition<Result>> => {
  const next = changeRecord(before, after, { at: now, what, by });
  return { ...(next && { next }), result };
};

/** Most fields are the same value, or texts and numbers. */
const isSame = (before: unknown, after: unknown): boolean =>
  before === after || (typeof after === 'object' && isDeepStrictEqual(before, after));

const listChanges = (before: CallRecord | undefined, after: CallRecord): Record<string, unknown> => {
  const detail: Record<string, unknown> = {};
  for (const field of new Set([...Object.keys(before ?? {}), ...Object.keys(after)])) {
    if (bookkeeping.has(field) || isSame(before?.[field], after[field])) continue;
    detail[field] = after[field] ?? null;
  }
  // Only the added ones: a call that gets one bad upload after another would repeat the whole list each time.
  if (detail['quarantined']) {
    detail['quarantined'] = listAdded(before?.quarantined ?? [], after.quarantined ?? []);
  }
  return detail;
};

/** The added ones. If they are not the newest, all: a call that moves can bring older ones. */
const listAdded = (
  known: readonly QuarantinedObject[],
  all: readonly QuarantinedObject[],
): readonly QuarantinedObject[] => {
  const added = all.filter((one) => !known.some((old) => isDeepStrictEqual(old, one)));
  return isDeepStrictEqual(listQuarantined(known, added), all) ? added : all;
};
