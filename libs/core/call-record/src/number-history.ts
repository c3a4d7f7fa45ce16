import type { CallRecord, HistoryEntry } from './call-record.ts';
import { condensedFrom } from './condense-history.ts';

/** An entry with the revision that its write made. One that replaces others has the revisions from `since` on. */
export type NumberedEntry = {
  readonly revision: number;
  readonly since: number;
  readonly entry: HistoryEntry;
};

type Numbered = { readonly revision: number; readonly history: readonly HistoryEntry[] };

/** Each write adds one entry, so an entry's revision follows from its place, counted from the last one. */
export const numberHistory = ({ revision, history }: Numbered): NumberedEntry[] => {
  let last = revision;
  const numbered = [...history].reverse().map((entry): NumberedEntry => {
    const since = last - condensedFrom(entry) + 1;
    const one = { revision: last, since, entry };
    last = since - 1;
    return one;
  });
  return numbered.reverse();
};

/** The entries of `before` that `next` no longer has, because its history was condensed. */
export const foldedEntries = (before: CallRecord | undefined, next: CallRecord): NumberedEntry[] => {
  if (before === undefined) return [];
  const kept = new Set(next.history);
  return numberHistory(before).filter(({ entry }) => !kept.has(entry));
};
