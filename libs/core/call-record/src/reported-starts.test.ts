import fc from 'fast-check';
import type { CallRecord } from './call-record.ts';
import { AS_REPORTED, listCandidateRanges } from './candidate-ranges.ts';
import { mergeFacts } from './cdr/cdr-facts.ts';
import { apply, by, ended, group, key, minute, reported } from './test-call.ts';
import { shifted } from './timestamp.ts';
import { recordDiscovered } from './transitions/record-event.ts';

const HOUR = 60;
const start = (timestamp: string, at = 1) => reported({ eventType: 'CDR_START', timestamp }, by(at));
const early = minute(-8 * HOUR);
const impossible = '2000-01-01T00:00:00.000Z';
const rangesOf = (call: CallRecord) =>
  listCandidateRanges(call, group).flatMap((range) => (range === AS_REPORTED ? [] : range));
const covers = (call: CallRecord, time: string): boolean =>
  rangesOf(call).some(({ from, to }) => from <= time && time < to);

describe('a start that was reported eight hours early', () => {
  it.each([
    ['by the same event with the right time', [start(early), start(minute(0), 2)]],
    ['by the same event, which came first', [start(minute(0)), start(early, 2)]],
    ['by the end of the call', [start(early), ended]],
  ])('is corrected %s', (_, events) => {
    const call = apply(undefined, ...events);
    expect(call.callTimestamp).toBe(minute(0));
    expect(call.recoverableUntil).toBe(shifted(minute(0), group.retentionDays * 86_400_000));
    expect(covers(call, minute(0))).toBe(true);
    expect(covers(call, early)).toBe(true);
    expect(rangesOf(call)[0]?.from).toBe(minute(-HOUR));
  });

  it('counts as a change when it is corrected, and a repeat of either does not', () => {
    const call = apply(undefined, start(early), start(minute(0), 2));
    expect(call.revision).toBe(2);
    expect(apply(call, start(early, 3), start(minute(0), 4))).toEqual(call);
  });
});

describe('the candidate ranges of a call', () => {
  it('are none if its reports are within an hour of each other', () => {
    const call = apply(undefined, start(minute(-50)), start(minute(0), 2), ended);
    expect(rangesOf(call)).toEqual([]);
    expect(call.callTimestamp).toBe(minute(-50));
  });

  it('last until the end that was reported with the start', () => {
    const long = reported(
      { eventType: 'CDR_END', timestamp: minute(3 * HOUR), startTimestamp: minute(0) },
      by(200),
    );
    const call = apply(undefined, start(early), long);
    expect(covers(call, minute(3 * HOUR))).toBe(true);
    expect(covers(call, minute(4 * HOUR))).toBe(false);
  });

  it('last until an end that another event reported', () => {
    const end = reported({ eventType: 'IVR_END', endTimestamp: minute(100) }, by(200));
    const call = apply(undefined, start(early), start(minute(0), 2), end);
    expect(call.callEndTimestamp).toBe(minute(100));
    expect(covers(call, minute(100))).toBe(true);
  });
});

describe('a call that an export listed without its start', () => {
  const listed = recordDiscovered(
    key,
    { groupId: 'Acme_EN', startedAt: minute(-30 * HOUR), startedBefore: minute(1) },
    by(1),
  );

  it('starts as an event reports if that is in the range of the export, and may be anywhere in that range', () => {
    const call = apply(undefined, listed, start(minute(0), 2), ended);
    expect(call.callTimestamp).toBe(minute(0));
    expect(listCandidateRanges(call, group)).toEqual([
      AS_REPORTED,
      { from: minute(-30 * HOUR), to: minute(1) },
    ]);
  });

  it('is looked for in the whole range too if an event reports another start', () => {
    const call = apply(undefined, listed, start(minute(20), 40));
    expect(covers(call, minute(20))).toBe(true);
    expect(covers(call, minute(-20 * HOUR))).toBe(true);
    expect(covers(call, minute(0))).toBe(true);
  });
});

describe('a start that cannot be', () => {
  it.each([
    ['before', [start(impossible), ended]],
    ['after', [ended, start(impossible, 4)]],
    ['of the same event before', [start(impossible), start(minute(0), 2)]],
    ['of the same event after', [start(minute(0)), start(impossible, 2)]],
  ])('does not hide a plausible one that was reported: %s', (_, events) => {
    const call = apply(undefined, ...events);
    expect(call.callTimestamp).toBe(minute(0));
    expect(covers(call, minute(0))).toBe(true);
  });
});

it('gives the same starts in whatever order the reports of a source come, and however often', () => {
  const times = fc.array(
    fc.nat(20).map((hours) => minute(-hours * HOUR)),
    { minLength: 1, maxLength: 12 },
  );
  const join = (starts: readonly string[]) =>
    starts.reduce((known: object, startedAt) => mergeFacts(known, { startedAt }), {});
  fc.assert(
    fc.property(times, fc.infiniteStream(fc.nat()), (starts, ranks) => {
      const shuffled = [...starts, ...starts]
        .map((one) => [ranks.next().value, one] as const)
        .sort(([a], [b]) => a - b)
        .map(([, one]) => one);
      expect(join(shuffled)).toEqual(join(starts));
    }),
  );
});
