import type { HistoryEntry } from './call-record.ts';
import { condenseHistory } from './condense-history.ts';
import { timestampOf } from './timestamp.ts';

const entry = (n: number): HistoryEntry => ({
  at: timestampOf(Date.UTC(2026, 0, 1) + n * 60_000),
  what: `change ${n}`,
  by: 'test',
  detail: { counter: n, [`field${n % 7}`]: n % 3 === 0 ? null : n },
});

const replay = (history: readonly HistoryEntry[]): Record<string, unknown> =>
  Object.assign({}, ...history.map(({ detail }) => detail)) as Record<string, unknown>;

describe('condenseHistory', () => {
  it('keeps a history of ordinary length as it is', () => {
    const history = Array.from({ length: 300 }, (_, n) => entry(n));
    expect(condenseHistory(history)).toEqual(history);
  });

  it.each([
    [6, 6],
    [7, 5],
  ])('keeps %d large entries as %d', (count, expected) => {
    const detail = { text: 'x'.repeat(40_000) };
    const history = Array.from({ length: count }, (_, n) => ({ ...entry(n), detail }));
    expect(condenseHistory(history)).toHaveLength(expected);
  });

  it.each([
    [200_000, 7],
    [200_001, 5],
  ])('keeps 7 entries of %d bytes together as %d', (bytes, expected) => {
    const history = Array.from({ length: 7 }, (_, n) => ({ ...entry(n), detail: { text: '' } }));
    const padding = bytes - Buffer.byteLength(JSON.stringify(history));
    history[3]!.detail.text = 'x'.repeat(padding);
    expect(condenseHistory(history)).toHaveLength(expected);
  });

  it('keeps 300 entries and condenses half of 301', () => {
    const history = Array.from({ length: 301 }, (_, n) => entry(n));
    const condensed = condenseHistory(history);
    expect(condensed).toHaveLength(152);
    expect(condensed[50]).toMatchObject({ at: history[199]!.at, by: 'call-record' });
    expect(condensed[50]!.what).toBe(`condensed from 150 entries since ${history[50]!.at}`);
  });

  it('stays within its bounds, replays to the same record and counts every entry', () => {
    let history: HistoryEntry[] = [];
    const all: HistoryEntry[] = [];
    for (let n = 0; n < 5_000; n += 1) {
      all.push(entry(n));
      history = condenseHistory([...history, entry(n)]);
      expect(history.length).toBeLessThanOrEqual(300);
    }
    expect(replay(history)).toEqual(replay(all));
    expect(history.slice(0, 50)).toEqual(all.slice(0, 50));
    expect(history.slice(-100)).toEqual(all.slice(-100));
    const stoodFor = history.map(({ what }) => Number(/from (\d+) entries/.exec(what)?.[1] ?? 1));
    expect(stoodFor.reduce((sum, count) => sum + count, 0)).toBe(5_000);
  });
});
