import { askForUnswept } from './ask-for-unswept.ts';
import { beginSweeps, dropExpired } from './move-checkpoint.ts';
import type { SweepCheckpoint } from './sweep-checkpoint.ts';
import { groupWith, hoursAgo, NOW, policy, sweptUntil } from './test-sweeps.ts';

const group = groupWith();
/** 6 in place of 60. */
const mistyped = groupWith({}, 'Acme_EN', 6);
const DAY = 24;
/** OCP deletes what is older than its retention less 3 hours. */
const kept = (days: number) => hoursAgo(days * DAY - 3);

/** What each execution does to a checkpoint before it starts a range. */
const follow = (checkpoint: SweepCheckpoint, of = group): SweepCheckpoint =>
  askForUnswept(dropExpired(checkpoint, of, NOW, policy).checkpoint, of, NOW, policy);

const asked = ({ asked: ranges }: SweepCheckpoint) =>
  ranges.map(({ fromDate, toDate, by }) => [fromDate, toDate, by]);

describe('days that a retention left out', () => {
  it('are asked for if the sweeps began with a retention that was too short', () => {
    const key = { tenantId: group.tenant, groupId: group.name };
    const begun = beginSweeps(key, mistyped, NOW, policy);
    expect(follow(begun, mistyped)).toEqual(begun);
    const corrected = follow(begun);
    expect(asked(corrected)).toEqual([[kept(60), kept(6), 'pooler']]);
    expect(follow(corrected)).toEqual(corrected);
  });

  it('are asked for if a range expired by a retention that was too short', () => {
    const again = {
      ...{ fromDate: hoursAgo(700), toDate: hoursAgo(660), faults: 1, fault: 'job' as const },
      ...{ notBefore: NOW, dueSince: NOW },
    };
    const short = follow(sweptUntil(hoursAgo(50), { again: [again] }), mistyped);
    expect(short).toMatchObject({ again: [], asked: [], sweptUntil: hoursAgo(50) });
    expect(asked(follow(short))).toEqual([[kept(60), hoursAgo(660), 'pooler']]);
  });

  it('are asked for if what was to be swept began before the retention', () => {
    const short = follow(sweptUntil(hoursAgo(500)), mistyped);
    expect(short.sweptUntil).toBe(kept(6));
    expect(asked(follow(short))).toEqual([[kept(60), kept(6), 'pooler']]);
  });

  it('are asked for if the beginning of a range that waited was left out', () => {
    const ofPerson = { by: 'ana', reason: 'outage', askedAt: NOW };
    const range = { fromDate: hoursAgo(200), toDate: hoursAgo(120), ...ofPerson };
    const short = follow(sweptUntil(hoursAgo(50), { asked: [range] }), mistyped);
    expect(asked(short)).toEqual([[kept(6), hoursAgo(120), 'ana']]);
    expect(asked(follow(short))).toContainEqual([kept(60), kept(6), 'pooler']);
  });

  it('are none if the retention stays as it is, however old the sweeps are', () => {
    const checkpoint = sweptUntil(hoursAgo(50));
    expect(follow(checkpoint)).toEqual(checkpoint);
  });

  it('are none for a checkpoint of an older version, which is followed from now on', () => {
    const { sweptSince: _, ...old } = sweptUntil(hoursAgo(50));
    expect(follow(old)).toEqual({ ...old, sweptSince: kept(60) });
  });

  it('wait while 100 ranges wait', () => {
    const ofPerson = { by: 'ana', reason: 'outage', askedAt: NOW };
    const range = { fromDate: hoursAgo(200), toDate: hoursAgo(120), ...ofPerson };
    const checkpoint = sweptUntil(hoursAgo(50), { sweptSince: hoursAgo(300) });
    const full = { ...checkpoint, asked: Array.from({ length: 100 }, () => range) };
    expect(follow(full)).toEqual(full);
    expect(asked(follow({ ...full, asked: [range] }))).toHaveLength(2);
  });
});
