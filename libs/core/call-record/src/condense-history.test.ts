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
