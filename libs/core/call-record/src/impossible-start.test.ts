import { listCandidateRanges, separateImpossibleStart } from './impossible-start.ts';
import { apply, by, group, minute, reported } from './test-call.ts';
import { shifted } from './timestamp.ts';

const DAY_MS = 86_400_000;
const now = minute(10);
const isKept = (startedAt: string, source: 'start' | 'discovered' = 'start') =>
  separateImpossibleStart(source, { startedAt }, { group, now }).startedAt !== undefined;

describe('a reported start', () => {
  it.each([
    ['is now', now, true],
    ['is ahead by as much as clocks may differ', shifted(now, 300_000), true],
    ['is ahead by a millisecond more', shifted(now, 300_001), false],
    ['is next year', shifted(now, 365 * DAY_MS), false],
    ['is as old as OCP keeps recordings', shifted(now, -group.retentionDays * DAY_MS), true],
    ['is older by a millisecond', shifted(now, -group.retentionDays * DAY_MS - 1), false],
    ['is in 2000', '2000-01-01T00:00:00.000Z', false],
  ])('that %s is possible: %#', (_, startedAt, expected) => {
    expect(isKept(startedAt)).toBe(expected);
  });

  it('always counts if OCP lists it', () => {
    expect(isKept('2000-01-01T00:00:00.000Z', 'discovered')).toBe(true);
  });
});

describe('a call whose reported start cannot be', () => {
  const call = apply(
    undefined,
    reported({ eventType: 'CDR_START', timestamp: '2000-01-01T00:00:00.000Z' }, by(1)),
  );

  it('starts provisionally when its first event came, and is kept from then on', () => {
    expect(call).toMatchObject({
      callTimestamp: minute(1),
      recoverableUntil: shifted(minute(1), group.retentionDays * DAY_MS),
      facts: { start: { impossibleStartedAt: '2000-01-01T00:00:00.000Z' } },
    });
    expect(call.outcome).toBeUndefined();
  });

  it('starts provisionally then, also if another event reports a start long ago', () => {
    const contradicted = apply(
      call,
      reported(
        { eventType: 'CDR_END', timestamp: shifted(minute(0), -30 * DAY_MS), durationMs: 1_000 },
        by(2),
      ),
    );
    expect(contradicted).toMatchObject({
      callTimestamp: minute(1),
      recoverableUntil: shifted(minute(1), group.retentionDays * DAY_MS),
    });
    expect(listCandidateRanges(contradicted, group).length).toBeGreaterThan(1);
  });

  it('is looked for in the 25 hours before its first event, in ranges that one export can hold', () => {
    const constraints = { ...group.exportConstraints, maxRangeMinutes: 720, alignMinutes: 60 };
    const ranges = listCandidateRanges(call, { ...group, exportConstraints: constraints });
    expect(ranges).toHaveLength(3);
    expect(ranges[0]?.from).toBe(minute(1 - 25 * 60));
    expect(ranges.at(-1)?.to).toBe(minute(1 + 4 * 60));
    const ended = { ...call, cdrEndReceivedAt: minute(40) };
    expect(listCandidateRanges(ended, group).at(-1)?.to).toBe(minute(40));
    for (const [at, { to }] of ranges.slice(0, -1).entries()) expect(ranges[at + 1]?.from).toBe(to);
  });

  it('is looked for last in the range of the export that listed it, if no other range contains that', () => {
    const listedRange = { from: minute(-2_000), to: minute(-1_900) };
    const before = listCandidateRanges(call, group);
    expect(listCandidateRanges({ ...call, listedRange }, group)).toEqual([...before, listedRange]);
    const known = { from: minute(-100), to: minute(-50) };
    expect(listCandidateRanges({ ...call, listedRange: known }, group)).toEqual(before);
    const facts = { start: { startedAt: minute(0) } };
    expect(listCandidateRanges({ ...call, facts, listedRange }, group)).toEqual([]);
  });

  it('has no candidate ranges once a listing gives its start', () => {
    const facts = { ...call.facts, discovered: { startedAt: minute(-5) } };
    expect(listCandidateRanges({ ...call, facts }, group)).toEqual([]);
  });
});
