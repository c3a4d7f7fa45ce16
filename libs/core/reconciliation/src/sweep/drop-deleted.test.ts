import { ReconciliationId, type Timestamp } from '@recordings/call-record';
import type { Reconciliation } from '../reconciliation/reconciliation.ts';
import { askForUnswept } from './ask-for-unswept.ts';
import { type DueRange, listDueRanges } from './due-range.ts';
import { endRange } from './end-range.ts';
import { dropExpired, startRange } from './move-checkpoint.ts';
import type { RangeAgain } from './sweep-checkpoint.ts';
import { closedSweep, groupWith, hoursAgo, NOW, policy, sweptUntil } from './test-sweeps.ts';

const group = groupWith();
const id = ReconciliationId.parse('r-1');
const RETENTION_HOURS = 60 * 24;

/** The oldest range that OCP keeps long enough was planned now. It has 44 hours. */
const range = { fromDate: hoursAgo(RETENTION_HOURS - 3), toDate: hoursAgo(RETENTION_HOURS - 47) };
const idle = sweptUntil(range.fromDate, { sweptSince: range.fromDate });
const fault = { faults: 1, notBefore: NOW, dueSince: NOW };
const startAgain = (known: RangeAgain['fault']) => {
  const checkpoint = { ...idle, sweptUntil: hoursAgo(30), again: [{ ...range, ...fault, fault: known }] };
  return startDue(checkpoint);
};
const startDue = (checkpoint: typeof idle) => {
  const [due] = listDueRanges(checkpoint, group, NOW, policy) as [DueRange];
  return startRange(checkpoint, due, id, NOW);
};
const started = startDue(idle);

/** Its job was made after so many hours, and its listing came 2 hours later. */
const endAfter = (hours: number, reconciliation: Reconciliation, checkpoint = started) => {
  const exportCreatedAt = hoursAgo(-hours);
  const closed = { ...reconciliation, exportCreatedAt } as Reconciliation;
  return endRange(checkpoint, closed, group, hoursAgo(-hours - 2), policy);
};
const lost = (until: Timestamp) => ({ fromDate: range.fromDate, toDate: until });
const done = closedSweep({ listed: 7 });
const empty = closedSweep({ isDone: false, isEmpty: true });

describe('a range whose job was made late', () => {
  it('is swept as a whole if OCP kept all of it when its job was made', () => {
    expect(endAfter(3, done)).toMatchObject({ kind: 'swept', range, expired: [] });
    expect(endAfter(3, done)).toMatchObject({ checkpoint: { sweptSince: range.fromDate } });
  });

  it('is swept without the beginning that OCP had deleted, and that is reported', () => {
    const keptSince = hoursAgo(RETENTION_HOURS - 20);
    expect(endAfter(20, done)).toMatchObject({
      kind: 'swept',
      range: { fromDate: keptSince, toDate: range.toDate },
      expired: [lost(keptSince)],
      checkpoint: { sweptSince: keptSince, totals: { ranges: 1, listed: 7 } },
    });
  });

  it('leaves out the whole hour if OCP had deleted the first minutes of it', () => {
    expect(endAfter(19.2, done)).toMatchObject({ expired: [lost(hoursAgo(RETENTION_HOURS - 20))] });
  });

  it('reports the beginning that OCP had deleted if it listed nothing, and that part only', () => {
    const keptSince = hoursAgo(RETENTION_HOURS - 20);
    const end = endAfter(20, empty);
    expect(end).toMatchObject({
      kind: 'failed',
      range: { fromDate: keptSince, toDate: range.toDate },
      expired: [lost(keptSince)],
      checkpoint: { again: [{ fromDate: keptSince, toDate: range.toDate, fault: 'empty' }] },
    });
    const { checkpoint } = end as Extract<typeof end, { kind: 'failed' }>;
    expect(dropExpired(checkpoint, group, hoursAgo(-22), policy).expired).toEqual([]);
  });

  it.each([
    ['nothing', empty],
    ['calls of other windows', done],
  ])('is reported as a whole if OCP had deleted it and listed %s', (_, reconciliation) => {
    const end = endAfter(48, reconciliation);
    expect(end).toMatchObject({
      kind: 'expired',
      expired: [range],
      checkpoint: { again: [], sweptSince: range.toDate, totals: { ranges: 0 } },
    });
    expect(end).not.toHaveProperty('checkpoint.running');
  });

  it('counts as listed at the end of its reconciliation if nothing says when the job was made', () => {
    const closed = { ...done, completedAt: hoursAgo(-20) } as Reconciliation;
    const end = endRange(started, closed, group, hoursAgo(-21), policy);
    expect(end).toMatchObject({ expired: [lost(hoursAgo(RETENTION_HOURS - 20))] });
  });

  it('is not reported if OCP listed nothing of it while it was kept', () => {
    const end = endAfter(20, empty, startAgain('empty'));
    expect(end).toMatchObject({ kind: 'failed', expired: [] });
    expect(end).not.toHaveProperty('checkpoint.again.0.wasEmpty');
    expect(endAfter(20, empty, startAgain('job'))).toMatchObject({ expired: [{}] });
  });

  it('is left to the ranges that wait if its job failed', () => {
    const end = endAfter(20, closedSweep());
    expect(end).toMatchObject({ kind: 'failed', expired: [], checkpoint: { again: [range] } });
  });

  it('is asked for again, as far as it was deleted, once the registry has a longer retention', () => {
    const { checkpoint } = endAfter(20, done) as { checkpoint: typeof started };
    const longer = groupWith({}, group.name, 61);
    expect(askForUnswept(checkpoint, group, hoursAgo(-22), policy).asked).toEqual([]);
    expect(askForUnswept(checkpoint, longer, hoursAgo(-22), policy).asked).toMatchObject([
      { fromDate: hoursAgo(RETENTION_HOURS - 1), toDate: hoursAgo(RETENTION_HOURS - 20) },
    ]);
  });
});
