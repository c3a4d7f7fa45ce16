import type { HistoryEntry } from './call-record.ts';
import { joinDetails } from './replay-history.ts';

/** DynamoDB allows 400 KB an item. A call that fails for weeks must stay writable. */
const MAX_ENTRIES = 300;
/** UTF-8 bytes of JSON: half of an item, the other half is for the other fields. */
const MAX_BYTES = 200_000;
/** A history of so few entries is left as it is, whatever its size. */
const MIN_ENTRIES = 6;

/**
 * Keeps a history within 300 entries and 200 KB. Half of it becomes one entry, which says how many entries it replaces
 * and holds their joined detail, so the history still replays to the record. The first sixth and the last third, the
 * beginning and the recent past, stay entry by entry.
 */
export const condenseHistory = (history: readonly HistoryEntry[]): HistoryEntry[] => {
  let kept = [...history];
  while (kept.length > MAX_ENTRIES || (kept.length > MIN_ENTRIES && bytesOf(kept) > MAX_BYTES)) {
    const from = Math.floor(kept.length / 6);
    const to = from + Math.floor(kept.length / 2);
    kept = [...kept.slice(0, from), fold(kept.slice(from, to)), ...kept.slice(to)];
  }
  return kept;
};

const bytesOf = (history: readonly HistoryEntry[]): number => Buffer.byteLength(JSON.stringify(history));

/** How many entries of a history this one stands for: 1, unless it was condensed. */
export const condensedFrom = ({ what }: Pick<HistoryEntry, 'what'>): number =>
  Number(/^condensed from (\d+) entries/.exec(what)?.[1]) || 1;

const fold = (entries: readonly HistoryEntry[]): HistoryEntry => {
  const last = entries.at(-1)!;
  const count = entries.reduce((sum, entry) => sum + condensedFrom(entry), 0);
  return {
    at: last.at,
    what: `condensed from ${count} entries since ${entries[0]!.at}`,
    by: 'call-record',
    detail: joinDetails(entries),
  };
};
