import type { HistoryEntry } from './call-record.ts';
import { joinedDetails } from './replay-history.ts';

/** DynamoDB takes items of 400 KB at most; a call that cannot be exported for weeks must stay writable. */
const MAX_ENTRIES = 300;
/** Half of an item: the other half is for what is not history. */
const MAX_BYTES = 200_000;
/** Fewer are left alone: there is hardly anything to fold. */
const MIN_ENTRIES = 6;

/**
 * Keeps a history within 300 entries and 200 KB: half of it becomes one entry that says how many it stands for and
 * holds what they add up to, so the history still replays to the record as it stands. The first sixth and the last
 * third, the beginning and the recent past, stay as they were told.
 */
export const condensed = (history: readonly HistoryEntry[]): HistoryEntry[] => {
  let kept = [...history];
  while (kept.length > MAX_ENTRIES || (kept.length > MIN_ENTRIES && bytesOf(kept) > MAX_BYTES)) {
    const from = Math.floor(kept.length / 6);
    const to = from + Math.floor(kept.length / 2);
    kept = [...kept.slice(0, from), fold(kept.slice(from, to)), ...kept.slice(to)];
  }
  return kept;
};

const bytesOf = (history: readonly HistoryEntry[]): number => Buffer.byteLength(JSON.stringify(history));

const fold = (entries: readonly HistoryEntry[]): HistoryEntry => {
  const last = entries.at(-1)!;
  const count = entries.reduce(
    (sum, { what }) => sum + (Number(/^condensed from (\d+) entries/.exec(what)?.[1]) || 1),
    0,
  );
  return {
    at: last.at,
    what: `condensed from ${count} entries since ${entries[0]!.at}`,
    by: 'call-record',
    detail: joinedDetails(entries),
  };
};
