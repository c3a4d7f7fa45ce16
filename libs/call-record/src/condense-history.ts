import type { HistoryEntry } from './call-record.ts';

/** DynamoDB takes items of 400 KB at most; a call that cannot be exported for weeks must stay writable. */
const MAX_ENTRIES = 300;
/** The beginning and the recent past stay as they were told. */
const KEPT_AT_START = 50;
const FOLDED_AT_ONCE = 150;

/**
 * Keeps a history within bounds: past 300 entries, 150 of the middle become one that says how many it stands for and
 * holds the last value of every field they set. So the history still replays to the record as it stands.
 */
export const condensed = (history: readonly HistoryEntry[]): HistoryEntry[] => {
  if (history.length <= MAX_ENTRIES) return [...history];
  const folded = history.slice(KEPT_AT_START, KEPT_AT_START + FOLDED_AT_ONCE);
  return [...history.slice(0, KEPT_AT_START), fold(folded), ...history.slice(KEPT_AT_START + FOLDED_AT_ONCE)];
};

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
    detail: Object.assign({}, ...entries.map(({ detail }) => detail)) as HistoryEntry['detail'],
  };
};
