import { timestampOf } from '@recordings/call-record';
import { coversCall } from './covers-call.ts';
import { type NextExport, planNextExport } from './plan-export.ts';
import { acme, minute, omilia, relaxed, waitingWindow } from './test-exports.ts';

const late = minute(10_000);
const planOf = (next: NextExport) => (next.kind === 'ready' ? next.plan : next);

describe('planNextExport', () => {
  it('plans no export if no window waits', () => {
    expect(planNextExport([], omilia, late, { gatherMs: 60_000 })).toEqual({ kind: 'nothing' });
  });

  it('widens to whole hours, outward at both ends', () => {
    expect(planOf(planNextExport([waitingWindow('r-1', [70, 75, 78])], omilia, late))).toEqual({
      tenantId: acme,
      fromDate: minute(60),
      toDate: minute(120),
      reconciliationIds: ['r-1'],
    });
  });

  it('takes the next hour in for a call that ends exactly on it: ranges are half-open', () => {
    expect(planOf(planNextExport([waitingWindow('r-1', [70, 75, 120])], omilia, late))).toMatchObject({
      toDate: minute(180),
    });
    const bySart = { ...omilia, selectsBy: 'start' as const };
    expect(planOf(planNextExport([waitingWindow('r-1', [70, 75, 120])], bySart, late))).toMatchObject({
      toDate: minute(120),
    });
  });

  it('covers both days of a call that spans midnight', () => {
    const midnight = 14 * 60;
    const window = waitingWindow('r-1', [midnight - 5, midnight - 5, midnight + 5]);
    expect(planOf(planNextExport([window], omilia, late))).toMatchObject({
      fromDate: '2026-01-15T23:00:00.000Z',
      toDate: '2026-01-16T01:00:00.000Z',
    });
  });

  it.each([
    ['forward', '2026-03-29T00:40:00.000Z'],
    ['back', '2026-10-25T00:40:00.000Z'],
  ])('does not notice that clocks go %s in Europe that hour: hours are UTC', (_, start) => {
    const end = timestampOf(Date.parse(start) + 30 * 60_000);
    const window = waitingWindow('r-1', [0, 0, 0], { firstStart: start, lastStart: start, lastEnd: end });
    expect(planOf(planNextExport([window], omilia, '2027-01-01T00:00:00.000Z'))).toMatchObject({
      fromDate: start.replace('40:', '00:'),
      toDate: start.replace('00:40:', '02:00:'),
    });
  });

  it('waits until the hour is closed and settled, to the millisecond', () => {
    const settling = { ...omilia, settleMinutes: 120 };
    const window = waitingWindow('r-1', [10, 10, 20]);
    expect(planNextExport([window], settling, minute(30))).toEqual({ kind: 'wait', until: minute(180) });
    expect(planNextExport([window], settling, timestampOf(Date.parse(minute(180)) - 1)).kind).toBe('wait');
    expect(planNextExport([window], settling, minute(180)).kind).toBe('ready');
  });

  it('does not let a window that is not settled hold up those that are', () => {
    const windows = [
      waitingWindow('r-1', [70, 71, 72], { priority: 'high' }),
      waitingWindow('r-2', [10, 11, 12]),
    ];
    expect(planOf(planNextExport(windows, omilia, minute(90)))).toEqual({
      tenantId: acme,
      fromDate: minute(0),
      toDate: minute(60),
      reconciliationIds: ['r-2'],
    });
  });

  it('widens a short range forward only into hours that are settled, else backward', () => {
    const twoHours = { ...omilia, minRangeMinutes: 120, settleMinutes: 120 };
    const window = waitingWindow('r-1', [10, 10, 20]);
    expect(planOf(planNextExport([window], twoHours, minute(180)))).toMatchObject({
      fromDate: minute(-60),
      toDate: minute(60),
    });
    expect(planOf(planNextExport([window], twoHours, minute(240)))).toMatchObject({
      fromDate: minute(0),
      toDate: minute(120),
    });
  });

  it('merges what waits for the slot into one job, most urgent first, up to the longest range', () => {
    const day = 24 * 60;
    const waitingSince = late;
    const windows = [
      waitingWindow('low', [day, day, day], { priority: 'low', waitingSince }),
      waitingWindow('far', [6 * day, 6 * day, 6 * day], { waitingSince }),
      waitingWindow('high', [2 * day + 90, 2 * day + 90, 2 * day + 95], { priority: 'high', waitingSince }),
      waitingWindow('normal', [day + 90, day + 90, day + 95], { waitingSince }),
    ];
    expect(planOf(planNextExport(windows, omilia, late))).toEqual({
      tenantId: acme,
      fromDate: minute(day),
      toDate: minute(2 * day + 120),
      reconciliationIds: ['high', 'normal', 'low'],
    });
  });

  it('merges only windows that ask for one format', () => {
    const waitingSince = late;
    const windowOf = (id: string, audioFormat?: string) =>
      waitingWindow(id, [60, 60, 60], { waitingSince, ...(audioFormat && { audioFormat }) });
    const windows = [windowOf('r-1', 'mp3'), windowOf('r-2'), windowOf('r-3', 'wav'), windowOf('r-4', 'mp3')];
    const next = planOf(planNextExport(windows, omilia, late));
    expect(next).toMatchObject({ reconciliationIds: ['r-1', 'r-4'], audioFormat: 'mp3' });
    const own = planOf(planNextExport([windows[1]!], omilia, late));
    expect(own).not.toHaveProperty('audioFormat');
  });

  it('merges at most as many windows as the limit, the most urgent first', () => {
    const waitingSince = late;
    const windows = [1, 2, 3].map((hour) =>
      waitingWindow(`r-${hour}`, [hour * 60, hour * 60, hour * 60], { waitingSince }),
    );
    const urgent = waitingWindow('r-4', [240, 240, 240], { priority: 'high', waitingSince });
    const under = (mergeLimit?: number) =>
      planOf(planNextExport([...windows, urgent], omilia, late, { mergeLimit }));
    expect(under(1)).toMatchObject({ reconciliationIds: ['r-4'] });
    expect(under(2)).toMatchObject({ reconciliationIds: ['r-4', 'r-1'] });
    expect(under()).toMatchObject({ reconciliationIds: ['r-4', 'r-1', 'r-2', 'r-3'] });
  });

  it('takes the window that waits longest among those of one priority', () => {
    const day = 24 * 60;
    const windows = [
      waitingWindow('b', [0, 0, 0], { waitingSince: minute(5) }),
      waitingWindow('a', [9 * day, 9 * day, 9 * day], { waitingSince: minute(5) }),
      waitingWindow('c', [5 * day, 5 * day, 5 * day], { waitingSince: minute(4) }),
    ];
    const muchLater = minute(20 * day);
    expect(planOf(planNextExport(windows, omilia, muchLater))).toMatchObject({ reconciliationIds: ['c'] });
    expect(planOf(planNextExport(windows.slice(0, 2), omilia, muchLater))).toMatchObject({
      reconciliationIds: ['a'],
    });
  });

  it('lets the oldest window wait for others of its run, where windows are merged', () => {
    const windows = [
      waitingWindow('r-1', [10, 10, 10], { waitingSince: minute(9_000) }),
      waitingWindow('r-2', [11, 11, 11], { waitingSince: minute(9_001) }),
    ];
    const gatherMs = 120_000;
    expect(planNextExport(windows, omilia, minute(9_001), { gatherMs })).toEqual({
      kind: 'wait',
      until: minute(9_002),
    });
    expect(planOf(planNextExport(windows, omilia, minute(9_002), { gatherMs }))).toMatchObject({
      reconciliationIds: ['r-1', 'r-2'],
    });
    expect(planNextExport(windows, relaxed, minute(9_001), { gatherMs }).kind).toBe('ready');
  });

  it.each([
    ['start', minute(0), minute(2 * 24 * 60)],
    ['unknown', minute(0), minute(2 * 24 * 60)],
    ['end', minute(18 * 24 * 60 + 60), minute(20 * 24 * 60 + 60)],
  ] as const)(
    'cuts a window that a wrong duration made longer than the longest range, by what OCP selects: %s',
    (selectsBy, fromDate, toDate) => {
      const days = 20 * 24 * 60;
      const window = waitingWindow('r-1', [10, selectsBy === 'start' ? days : 10, days + 1]);
      expect(planOf(planNextExport([window], { ...omilia, selectsBy }, minute(days * 2)))).toEqual({
        tenantId: acme,
        fromDate,
        toDate,
        reconciliationIds: ['r-1'],
      });
    },
  );

  it('does not wait for an end that lies weeks in the future', () => {
    const window = waitingWindow('r-1', [10, 10, 30 * 24 * 60]);
    expect(planNextExport([window], omilia, minute(60))).toEqual({
      kind: 'wait',
      until: minute(2 * 24 * 60),
    });
  });
});

describe('coversCall', () => {
  const plan = { fromDate: minute(0), toDate: minute(60) };
  const covers = (selectsBy: 'start' | 'end' | 'unknown', start: number, end?: number): boolean =>
    coversCall(
      plan,
      { startedAt: minute(start), ...(end !== undefined && { endedAt: minute(end) }) },
      { ...omilia, selectsBy },
    );

  it.each([
    ['start', 0, 90, true],
    ['start', 59, 60, true],
    ['start', 60, 70, false],
    ['start', -1, 30, false],
    ['end', -30, 0, true],
    ['end', 30, 60, false],
    ['unknown', 0, 59, true],
    ['unknown', -1, 30, false],
    ['unknown', 30, 60, false],
    ['unknown', 30, undefined, true],
  ] as const)('selecting by %s, a call from minute %s to %s: %s', (selectsBy, start, end, expected) => {
    expect(covers(selectsBy, start, end)).toBe(expected);
  });

  it.each(['start', 'end', 'unknown'] as const)(
    'selecting by %s, a call that lies anywhere in a span only if all of it is covered',
    (selectsBy) => {
      const coversSpan = (from: number, to: number): boolean =>
        coversCall(
          plan,
          { startedAt: minute(from), endedAt: minute(to), isUncertain: true },
          { ...omilia, selectsBy },
        );
      expect([coversSpan(0, 59), coversSpan(-1, 59), coversSpan(0, 60)]).toEqual([true, false, false]);
    },
  );
});
