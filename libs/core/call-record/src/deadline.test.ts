import { isLastChance } from './deadline.ts';
import { deriveRecord } from './derive-record.ts';
import { apply, by, ended, group, key, minute, missing, reported } from './test-call.ts';
import { shifted } from './timestamp.ts';
import { recordDiscovered } from './transitions/record-event.ts';

const DAY_MS = 86_400_000;
const KEPT_MS = group.retentionDays * DAY_MS;
const range = { groupId: 'Acme_EN', startedAt: minute(-2_880), startedBefore: minute(0) };
const discovered = apply(undefined, recordDiscovered(key, range, by(30)));

describe('the deadline of a call', () => {
  it('counts from the end of the range, if only a listing without starts names the call', () => {
    expect(discovered.callTimestamp).toBe(range.startedAt);
    expect(discovered.recoverableUntil).toBe(shifted(minute(0), KEPT_MS));
  });

  it('counts from the start once an event says it', () => {
    const start = { eventType: 'CDR_START', timestamp: minute(-600), channel: 'voice' };
    const { recoverableUntil } = apply(discovered, reported(start, by(40)));
    expect(recoverableUntil).toBe(shifted(minute(-600), KEPT_MS));
  });

  it.each([
    ['a discovered one', discovered],
    [
      'one with an impossible start',
      apply(
        undefined,
        reported({ eventType: 'CDR_START', timestamp: '2000-01-01T00:00:00.000Z' }, by(1)),
        ended,
      ),
    ],
  ])('does not grow with each write while the registry lacks the group: %s', (_, record) => {
    const lost = by(60, { group: undefined });
    expect(deriveRecord(deriveRecord(record, lost), lost).recoverableUntil).toBe(record.recoverableUntil);
  });
});

describe('isLastChance', () => {
  it.each([
    ['the job ends after the deadline', 10, 11, true],
    ['the deadline is within a day', 23, 1, true],
    ['neither', 25, 24, false],
  ])('is true in the last hours: %s', (_, deadlineHours, jobHours, expected) => {
    const call = { ...missing, recoverableUntil: minute(deadlineHours * 60) };
    expect(isLastChance(call, minute(jobHours * 60), minute(0))).toBe(expected);
  });
});
