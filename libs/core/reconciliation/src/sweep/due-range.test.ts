import { ReconciliationId } from '@recordings/call-record';
import { listDueRanges, waitsSince } from './due-range.ts';
import { endRange } from './end-range.ts';
import { startRange } from './move-checkpoint.ts';
import type { SweepCheckpoint } from './sweep-checkpoint.ts';
import { closedSweep, DAY_MS, groupWith, HOUR_MS, hoursAgo, NOW, policy, sweptUntil } from './test-sweeps.ts';

const group = groupWith();
const due = (checkpoint: Parameters<typeof listDueRanges>[0], at = NOW) =>
  listDueRanges(checkpoint, group, at, policy).map(({ from, fromDate, toDate }) => [from, fromDate, toDate]);

describe('the ranges that are due', () => {
  it('begin with a day that ended 26 hours ago, and not before', () => {
    const checkpoint = sweptUntil(hoursAgo(50));
    expect(due(checkpoint)).toEqual([['new', hoursAgo(50), hoursAgo(26)]]);
    expect(due(checkpoint, hoursAgo(1))).toEqual([]);
  });

  it('are as long as the profile allows, less the longest call, while the group is behind', () => {
    expect(due(sweptUntil(hoursAgo(500)))).toEqual([['new', hoursAgo(500), hoursAgo(456)]]);
    const byStart = groupWith({ selectsBy: 'start' });
    const [range] = listDueRanges(sweptUntil(hoursAgo(500)), byStart, NOW, policy);
    expect(range).toMatchObject({ fromDate: hoursAgo(500), toDate: hoursAgo(452) });
  });

  it('begin where OCP keeps recordings long enough for an export', () => {
    const kept = 60 * 24 - 3;
    expect(due(sweptUntil(hoursAgo(2_000)))).toEqual([['new', hoursAgo(kept), hoursAgo(kept - 44)]]);
  });

  it('are none while one runs', () => {
    const running = {
      ...{ fromDate: hoursAgo(100), toDate: hoursAgo(76), reconciliationId: 'r-1' as never },
      ...{ plannedAt: NOW, faults: 0, dueSince: NOW },
    };
    expect(due(sweptUntil(hoursAgo(500), { running }))).toEqual([]);
  });

  const again = (fault: 'job' | 'listing', notBefore: string) => ({
    ...{ fromDate: hoursAgo(700), toDate: hoursAgo(660), faults: 1, fault, notBefore, dueSince: NOW },
  });

  it('have the oldest first, whether it is new or swept again', () => {
    const checkpoint = sweptUntil(hoursAgo(500), { again: [again('listing', NOW)] });
    expect(due(checkpoint).map(([from]) => from)).toEqual(['again', 'new']);
  });

  it('go on behind a range whose listing was not trusted, or whose job failed', () => {
    const later = hoursAgo(-1);
    for (const fault of ['listing', 'job'] as const) {
      const checkpoint = sweptUntil(hoursAgo(500), { again: [again(fault, later)] });
      expect(due(checkpoint).map(([from]) => from)).toEqual(['new']);
    }
  });

  it('wait while the jobs of the group fail one after the other', () => {
    const jobFaults = { inARow: 2, waitUntil: hoursAgo(-1) };
    expect(due(sweptUntil(hoursAgo(500), { jobFaults }))).toEqual([]);
    expect(due(sweptUntil(hoursAgo(500), { jobFaults }), hoursAgo(-1))).toHaveLength(1);
    // The range that is not swept in this time is late all the same.
    expect(waitsSince(sweptUntil(hoursAgo(500), { jobFaults }), group, NOW, policy)).toBeDefined();
  });

  it('have first those with the fewest faults, after jobs that failed', () => {
    const jobFaults = { inARow: 2, waitUntil: NOW };
    const checkpoint = sweptUntil(hoursAgo(500), { again: [again('job', NOW)], jobFaults });
    expect(due(checkpoint).map(([from]) => from)).toEqual(['new', 'again']);
  });

  it('have first what a person asked for', () => {
    const asked = [{ fromDate: hoursAgo(300), toDate: hoursAgo(200), by: 'x', reason: 'y', askedAt: NOW }];
    expect(due(sweptUntil(hoursAgo(500), { asked }))[0]).toEqual(['asked', hoursAgo(300), hoursAgo(256)]);
  });

  it('have what a person asked for before what the pooler asked for', () => {
    const ask = (by: string, from: number) => ({
      ...{ fromDate: hoursAgo(from), toDate: hoursAgo(from - 40), by, reason: 'y', askedAt: NOW },
    });
    const asked = [ask('pooler', 1_300), ask('ana', 300), ask('pooler', 900), ask('ben', 500)];
    expect(due(sweptUntil(hoursAgo(500), { asked })).map(([, fromDate]) => fromDate)).toEqual(
      [300, 500, 1_300, 900, 500].map((hours) => hoursAgo(hours)),
    );
  });

  it('are not late in a group that is swept each day, and are late since they could have been swept', () => {
    expect(waitsSince(sweptUntil(hoursAgo(49)), group, NOW, policy)).toBeUndefined();
    expect(waitsSince(sweptUntil(hoursAgo(60)), group, NOW, policy)).toBe(hoursAgo(10));
  });

  it('are late since the first try, however often they were swept again', () => {
    const since = hoursAgo(90);
    const waiting = { ...again('job', hoursAgo(-1)), dueSince: since };
    expect(waitsSince(sweptUntil(hoursAgo(60), { again: [waiting] }), group, NOW, policy)).toBe(since);
    // OCP may have no call of that range at all.
    const empty = { ...waiting, fault: 'empty' as const };
    expect(waitsSince(sweptUntil(hoursAgo(49), { again: [empty] }), group, NOW, policy)).toBeUndefined();
  });

  it('are late since they were to be swept again, if OCP had listed nothing', () => {
    const empty = { ...again('job', NOW), fault: 'empty' as const, dueSince: hoursAgo(90) };
    const checkpoint = sweptUntil(hoursAgo(49), { again: [empty] });
    const [range] = listDueRanges(checkpoint, group, NOW, policy);
    const rerun = startRange(checkpoint, range!, ReconciliationId.parse('r-1'), NOW);
    expect(waitsSince(rerun, group, NOW, policy)).toBe(NOW);
    const ended = endRange(rerun, closedSweep(), group, NOW, policy) as { checkpoint: SweepCheckpoint };
    expect(waitsSince(ended.checkpoint, group, NOW, policy)).toBe(NOW);
  });

  it('need one listing a day: the times of a year are swept by 365 jobs', () => {
    let checkpoint = sweptUntil(hoursAgo(50));
    let jobs = 0;
    for (let hour = 0; hour < 365 * 24; hour += 1) {
      const [range] = listDueRanges(checkpoint, group, hoursAgo(-hour), policy);
      if (!range) continue;
      jobs += 1;
      expect(range.fromDate).toBe(checkpoint.sweptUntil);
      checkpoint = { ...checkpoint, sweptUntil: range.toDate };
    }
    expect(jobs).toBe((365 * 24 * HOUR_MS) / DAY_MS);
  });
});
