import { CallId, itemBytes } from '@recordings/call-record';
import { keepNotListed } from './keep-not-listed.ts';
import type { NotListedRange } from './sweep-checkpoint.ts';
import { hoursAgo, NOW } from './test-sweeps.ts';

const OLDEST = hoursAgo(1_400);
const rangeOf = (from: number, to: number) => ({ fromDate: hoursAgo(from), toDate: hoursAgo(to) });
const idsOf = (...ids: string[]): CallId[] => ids.map((id) => CallId.parse(id));
const kept = (from: number, to: number, ...ids: string[]): NotListedRange => ({
  ...{ ...rangeOf(from, to), sweptAt: hoursAgo(1), count: ids.length, callIds: idsOf(...ids) },
});
const keep = (before: readonly NotListedRange[], from: number, to: number, ...ids: string[]) =>
  keepNotListed(
    before,
    rangeOf(from, to),
    { notListed: ids.length, notListedCalls: idsOf(...ids) },
    OLDEST,
    NOW,
  );

describe('the calls that OCP does not list', () => {
  it('are kept with their range and the time of its sweep', () => {
    const before = kept(100, 76, 'a');
    expect(keep([before], 76, 52, 'b', 'c')).toEqual([
      before,
      { ...rangeOf(76, 52), sweptAt: NOW, count: 2, callIds: ['b', 'c'] },
    ]);
  });

  it('are those of the last sweep of the range, and none if it lists all', () => {
    expect(keep([kept(76, 52, 'a', 'b')], 76, 52, 'b')).toMatchObject([{ callIds: ['b'] }]);
    expect(keep([kept(76, 64, 'a'), kept(64, 52, 'b')], 76, 52)).toMatchObject([{ count: 0, callIds: [] }]);
  });

  it('are kept with the beginning of their job, and a range that lists all too: its job lists calls of others', () => {
    const range = { ...rangeOf(52, 28), exportFrom: hoursAgo(56) };
    const before = kept(76, 52, 'a');
    expect(keepNotListed([before], range, { notListed: 0 }, OLDEST, NOW)).toEqual([
      before,
      { ...range, sweptAt: NOW, count: 0, callIds: [] },
    ]);
  });

  it('of a range stay if only a part of it was swept again', () => {
    expect(keep([kept(100, 52, 'a')], 76, 52)).toMatchObject([{ callIds: ['a'] }, { callIds: [] }]);
  });

  it('are counted although an older worker named none', () => {
    expect(keepNotListed([], rangeOf(76, 52), { notListed: 3 }, OLDEST, NOW)).toMatchObject([
      { count: 3, callIds: [] },
    ]);
  });

  it('leave when OCP has deleted their range', () => {
    expect(keep([kept(1_424, 1_400, 'a'), kept(1_424, 1_399, 'b')], 76, 52)).toMatchObject([
      { callIds: ['b'] },
      { callIds: [] },
    ]);
  });

  it('of the oldest sweeps are left out if their item would grow too large', () => {
    const longIds = (range: number): string[] =>
      Array.from({ length: 100 }, (_, n) => `${range}-${n}-`.padEnd(250, 'x'));
    let ranges: NotListedRange[] = [];
    for (let day = 1; day <= 20; day += 1) {
      ranges = keep(ranges, 1_000 - day * 24, 976 - day * 24, ...longIds(day));
      expect(itemBytes({ ranges })).toBeLessThanOrEqual(60_010);
    }
    expect(ranges.at(-1)?.callIds[0]).toMatch(/^20-0-/);
    expect(ranges.length).toBeLessThan(20);
  });
});
