import { CallId, ReconciliationId } from '@recordings/call-record';
import { listDueRanges } from './due-range.ts';
import { endRange } from './end-range.ts';
import { dropExpired, startRange } from './move-checkpoint.ts';
import { planSweeps, priorityOfSweep } from './plan-sweeps.ts';
import type { SweepCheckpoint } from './sweep-checkpoint.ts';
import { cutSweepRanges, exportedRangeOf, sweepSpanOf } from './sweep-span.ts';
import { closedSweep, groupWith, hoursAgo, NOW, policy, sweptUntil } from './test-sweeps.ts';

const group = groupWith();
const id = ReconciliationId.parse('r-1');
const RETENTION_HOURS = 60 * 24;

/** The first due range of the checkpoint was started at noon. */
const started = (checkpoint: SweepCheckpoint): SweepCheckpoint =>
  startRange(checkpoint, listDueRanges(checkpoint, group, NOW, policy)[0]!, id, NOW);
const behind = sweptUntil(hoursAgo(500));
const end = (reconciliation: Parameters<typeof endRange>[1], at = NOW, checkpoint = started(behind)) =>
  endRange(checkpoint, reconciliation, group, at, policy);

describe('a range of a sweep', () => {
  it('is over when its reconciliation has a trusted result, and its counts are kept', () => {
    const ended = end(closedSweep({ listed: 7, created: 3 }));
    expect(ended).toMatchObject({
      kind: 'swept',
      checkpoint: { sweptUntil: hoursAgo(456), again: [], totals: { ranges: 1, listed: 7, created: 3 } },
    });
    expect(ended).not.toHaveProperty('checkpoint.running');
  });

  it('keeps the calls that OCP did not list, until a sweep of the range finds them listed', () => {
    const notListedCalls = [CallId.parse('c-1'), CallId.parse('c-2')];
    const { checkpoint } = end(closedSweep({ notListed: 2, notListedCalls })) as {
      checkpoint: SweepCheckpoint;
    };
    const range = { fromDate: hoursAgo(500), toDate: hoursAgo(456) };
    const exportFrom = hoursAgo(504);
    expect(checkpoint.notListed).toEqual([
      { ...range, exportFrom, sweptAt: NOW, count: 2, callIds: ['c-1', 'c-2'] },
    ]);
    const asked = [{ ...range, by: 'ana', reason: 'OCP was asked', askedAt: NOW }];
    const again = end(closedSweep({ listed: 2 }), NOW, started({ ...checkpoint, asked }));
    expect(again).toMatchObject({ kind: 'swept', checkpoint: { totals: { ranges: 2, notListed: 2 } } });
    expect(again).toMatchObject({ checkpoint: { notListed: [{ ...range, count: 0, callIds: [] }] } });
  });

  it.each([
    ['its job failed', closedSweep(), 'job', hoursAgo(-5 / 60)],
    ['its listing was not trusted', closedSweep({ isDone: false }), 'listing', hoursAgo(-5 / 60)],
    ['OCP listed nothing', closedSweep({ isDone: false, isEmpty: true }), 'empty', hoursAgo(-24)],
  ])('is swept again if %s', (_, reconciliation, fault, notBefore) => {
    const range = { fromDate: hoursAgo(500), toDate: hoursAgo(456), faults: 1, fault, notBefore };
    expect(end(reconciliation)).toMatchObject({ kind: 'failed', fault, checkpoint: { again: [range] } });
  });

  it('waits twice as long after the second fault', () => {
    const [again] = (end(closedSweep()) as { checkpoint: SweepCheckpoint }).checkpoint.again;
    const retried = started({ ...behind, again: [{ ...again!, notBefore: NOW }] });
    expect(retried).toMatchObject({ running: { faults: 1 }, again: [] });
    expect(end(closedSweep(), NOW, retried)).toMatchObject({
      checkpoint: { again: [{ faults: 2, notBefore: hoursAgo(-10 / 60) }] },
    });
  });

  it('waits at most a quarter of the time until OCP begins to delete it', () => {
    const asked = { fromDate: hoursAgo(RETENTION_HOURS - 8), toDate: hoursAgo(RETENTION_HOURS - 10) };
    const again = { ...asked, faults: 9, fault: 'job' as const, notBefore: NOW, dueSince: NOW };
    const retried = started({ ...behind, again: [again] });
    expect(end(closedSweep(), NOW, retried)).toMatchObject({
      checkpoint: { again: [{ faults: 10, notBefore: hoursAgo(-2) }] },
    });
  });

  it('is swept again if an older worker closed it, which knows no sweeps', () => {
    const { sweep: _, ...closed } = closedSweep({});
    expect(end(closed as never)).toMatchObject({ kind: 'failed', fault: 'job' });
  });

  it('is lost if it has no reconciliation half an hour after it was planned', () => {
    expect(end(undefined)).toEqual({ kind: 'running' });
    expect(end(undefined, hoursAgo(-0.5))).toEqual({ kind: 'lost' });
  });

  it('is half as long after a listing that was cut off; the rest waits', () => {
    const ended = end(closedSweep({ isDone: false, isCutOff: true }), NOW) as { checkpoint: SweepCheckpoint };
    expect(ended.checkpoint.rangeLimit).toEqual({ minutes: 24 * 60, since: NOW });
    const next = startRange(
      ended.checkpoint,
      listDueRanges(ended.checkpoint, group, hoursAgo(-1), policy)[0]!,
      id,
      NOW,
    );
    expect(next.running).toMatchObject({ fromDate: hoursAgo(500), toDate: hoursAgo(480) });
    expect(next.again).toMatchObject([{ fromDate: hoursAgo(480), toDate: hoursAgo(456), faults: 1 }]);
  });

  it.each([
    ['whole hours', {}, 60],
    ['any minute', { alignMinutes: 1, minRangeMinutes: 1 }, 1],
    ['quarters of an hour', { alignMinutes: 15, minRangeMinutes: 0 }, 15],
    ['whole hours, by the start', { selectsBy: 'start' as const }, 60],
  ])('is halved until its listing is whole, where OCP allows %s', (_, constraints, shortest) => {
    const exacting = groupWith(constraints);
    let checkpoint = behind;
    const minutes: number[] = [];
    for (let n = 0; n < 14; n += 1) {
      const [range] = listDueRanges(checkpoint, exacting, hoursAgo(-1_000 * n), {
        ...policy,
        expiryMarginMs: -1e12,
      });
      const running = startRange(checkpoint, range!, id, NOW);
      const { exportFrom, toDate } = running.running!;
      minutes.push((Date.parse(toDate) - Date.parse(exportFrom!)) / 60_000);
      const cutOff = closedSweep({ isDone: false, isCutOff: true });
      const ended = endRange(running, cutOff, exacting, hoursAgo(-1_000 * n), policy);
      checkpoint = (ended as { checkpoint: SweepCheckpoint }).checkpoint;
    }
    expect(minutes[0]).toBe(48 * 60);
    expect(minutes.at(-1)).toBe(shortest);
    const isHalved = minutes.every((now, at) => at === 0 || now <= Math.max(shortest, minutes[at - 1]! / 2));
    expect([minutes, isHalved]).toEqual([minutes, true]);
    for (const { fromDate } of checkpoint.again) expect((Date.parse(fromDate) / 60_000) % shortest).toBe(0);
  });

  it('is followed at once by the next one if its job failed, and by a wait of 6 hours at most if that fails too', () => {
    const first = (end(closedSweep()) as { checkpoint: SweepCheckpoint }).checkpoint;
    expect(first.jobFaults).toEqual({ inARow: 1, waitUntil: NOW });
    const second = started(first);
    expect(second.running).toMatchObject({ fromDate: hoursAgo(456), faults: 0 });
    const { checkpoint } = end(closedSweep(), NOW, second) as { checkpoint: SweepCheckpoint };
    expect(checkpoint.jobFaults).toEqual({ inARow: 2, waitUntil: hoursAgo(-5 / 60) });
    const ninth = { ...second, jobFaults: { inARow: 9, waitUntil: NOW } };
    expect(end(closedSweep(), NOW, ninth)).toMatchObject({
      checkpoint: { jobFaults: { inARow: 10, waitUntil: hoursAgo(-6) } },
    });
    expect(listDueRanges(checkpoint, group, NOW, policy)).toEqual([]);
    const third = startRange(
      checkpoint,
      listDueRanges(checkpoint, group, hoursAgo(-1), policy)[0]!,
      id,
      hoursAgo(-1),
    );
    expect(third.running).toMatchObject({ fromDate: hoursAgo(412), faults: 0 });
    for (const result of [{}, { isDone: false }, { isDone: false, isEmpty: true }])
      expect(end(closedSweep(result), hoursAgo(-1), third)).not.toHaveProperty('checkpoint.jobFaults');
  });

  it('that OCP refuses each time does not stop the others', () => {
    let checkpoint = behind;
    const refused = new Set<string>([hoursAgo(500), hoursAgo(456), hoursAgo(412)]);
    let nowHours = 0;
    for (let n = 0; n < 400 && checkpoint.sweptUntil < hoursAgo(30); n += 1) {
      nowHours += 1 / 12;
      const now = hoursAgo(-nowHours);
      const [range] = listDueRanges(checkpoint, group, now, policy);
      if (!range) continue;
      const reconciliation = refused.has(range.fromDate) ? closedSweep() : closedSweep({});
      const ended = endRange(startRange(checkpoint, range, id, now), reconciliation, group, now, policy);
      checkpoint = (ended as { checkpoint: SweepCheckpoint }).checkpoint;
    }
    expect(checkpoint.again.map(({ fromDate }) => fromDate).sort()).toEqual([...refused]);
    expect(nowHours).toBeLessThan(3);
  });

  it('keeps fields that a newer version wrote while it is swept again', () => {
    const newer = { ...behind, newerField: 1, totals: { ...behind.totals, newerField: 2 } };
    const range = { fromDate: hoursAgo(700), toDate: hoursAgo(690), faults: 1, fault: 'listing' as const };
    const again = [{ ...range, notBefore: NOW, dueSince: NOW, newerField: 3 }];
    const rerun = started({ ...newer, again });
    const expected = {
      newerField: 1,
      totals: { newerField: 2 },
      again: [{ fromDate: hoursAgo(700), newerField: 3 }],
    };
    expect(end(closedSweep(), NOW, rerun)).toMatchObject({ checkpoint: expected });
  });

  it('is reported when OCP has deleted it unswept', () => {
    const fault = { faults: 1, fault: 'job' as const, notBefore: NOW, dueSince: NOW };
    const old = { fromDate: hoursAgo(1_500), toDate: hoursAgo(1_450) };
    const { checkpoint, expired } = dropExpired(
      sweptUntil(hoursAgo(500), { again: [{ ...old, ...fault }] }),
      group,
      NOW,
      policy,
    );
    expect(expired).toEqual([old]);
    expect(checkpoint.again).toEqual([]);
  });

  it('is shortened to what OCP keeps while it waits, and what was left out is reported', () => {
    const oldest = hoursAgo(60 * 24 - 3);
    const half = { fromDate: hoursAgo(1_450), toDate: hoursAgo(1_420) };
    const fault = { faults: 1, notBefore: NOW, dueSince: NOW };
    const [failed, empty] = (['job', 'empty'] as const).map((kind) => ({ ...half, ...fault, fault: kind }));
    const asked = { ...half, by: 'ana', reason: 'outage', askedAt: NOW };
    const waiting = sweptUntil(hoursAgo(500), { again: [failed!, empty!], asked: [asked] });
    const { checkpoint, expired } = dropExpired(waiting, group, NOW, policy);
    const lost = { fromDate: half.fromDate, toDate: oldest };
    // OCP had listed nothing of the empty one.
    expect(expired).toEqual([lost, lost]);
    const kept = { fromDate: oldest, toDate: half.toDate };
    expect(checkpoint).toMatchObject({
      again: [kept, kept],
      asked: [{ ...kept, by: 'ana' }],
      sweptSince: oldest,
    });
    expect(dropExpired(checkpoint, group, NOW, policy)).toEqual({ checkpoint, expired: [] });
  });
});

describe('ranges of several groups', () => {
  const others = ['A', 'B', 'C'].map((name) => groupWith({}, name));

  it('are swept two at a time, those first that OCP deletes first', () => {
    const groups = others.map((one, at) => ({
      group: one,
      checkpoint: sweptUntil(hoursAgo(500 + at), {}, one),
    }));
    expect(planSweeps(groups, NOW, policy).map((planned) => planned.group.name)).toEqual(['C', 'B']);
    const running = { ...started(behind).running! };
    const busy = groups.map((one) => ({ ...one, checkpoint: { ...one.checkpoint, running } }));
    expect(planSweeps([...groups.slice(0, 1), ...busy.slice(1)], NOW, policy)).toEqual([]);
  });

  it('have first what a person asked for; what the pooler asked for is as urgent as the others', () => {
    const ask = (by: string, from: number) => ({
      ...{ fromDate: hoursAgo(from), toDate: hoursAgo(from - 40), by, reason: 'y', askedAt: NOW },
    });
    const ranges = [[ask('pooler', 700)], [ask('ana', 300)], []];
    const groups = others.map((one, at) => ({
      group: one,
      checkpoint: sweptUntil(hoursAgo(800), { asked: ranges[at]! }, one),
    }));
    const [first, second, third] = planSweeps(groups, NOW, { ...policy, maxRunning: 3 });
    expect([first, second, third].map((planned) => planned?.group.name)).toEqual(['B', 'C', 'A']);
  });

  it('have priority low, and high when OCP deletes them within three days', () => {
    const range = (hours: number) => ({ fromDate: hoursAgo(hours), toDate: hoursAgo(hours - 24) });
    expect(priorityOfSweep(group, range(500), NOW, policy)).toBe('low');
    expect(priorityOfSweep(group, range(60 * 24 - 72), NOW, policy)).toBe('high');
  });
});

describe('the jobs of ranges in a row', () => {
  it('cover each hour with the calls that begin in it and last up to four hours', () => {
    const span = sweepSpanOf(group.exportConstraints);
    const jobs = cutSweepRanges(
      { fromDate: hoursAgo(300), toDate: hoursAgo(100) },
      group.exportConstraints,
    ).map((range) => exportedRangeOf(range, span));
    for (let hour = 300; hour > 104; hour -= 1) {
      const isCovered = jobs.some(
        ({ fromDate, toDate }) => fromDate <= hoursAgo(hour) && hoursAgo(hour - 1 - 4) <= toDate,
      );
      expect([hour, isCovered]).toEqual([hour, true]);
    }
    for (const { fromDate, toDate } of jobs)
      expect(Date.parse(toDate) - Date.parse(fromDate)).toBeLessThanOrEqual(48 * 3_600_000);
  });

  it('are as long as OCP allows where that is hardly longer than a call', () => {
    expect(sweepSpanOf({ ...group.exportConstraints, maxRangeMinutes: 60 })).toEqual({
      ...{ stepMs: 3_600_000, longestMs: 3_600_000, overlapMs: 0 },
    });
  });
});
