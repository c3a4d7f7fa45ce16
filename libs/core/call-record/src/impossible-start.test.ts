import { listCandidateRanges } from './candidate-ranges.ts';
import { separateImpossibleStart } from './impossible-start.ts';
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

  it('stays as it is if OCP lists it: it was judged when the listing was read', () => {
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

  it('starts when another event says, and is kept from when its first event came', () => {
    const fitting = reported({ eventType: 'CDR_END', timestamp: minute(-600), durationMs: 1_000 }, by(2));
    const { callTimestamp, recoverableUntil } = apply(call, fitting);
    expect(callTimestamp < minute(-599)).toBe(true);
    expect(recoverableUntil).toBe(call.recoverableUntil);
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
});
