import type { CallRecord } from './call-record.ts';
import { AS_REPORTED, isListedElsewhere, listCandidateRanges } from './candidate-ranges.ts';
import { apply, by, group, key, minute, missing, reported } from './test-call.ts';
import { recordDiscovered } from './transitions/record-event.ts';

const rangesOf = (call: CallRecord) => listCandidateRanges(call, group);

describe('a call whose reported start cannot be', () => {
  const call = apply(
    undefined,
    reported({ eventType: 'CDR_START', timestamp: '2000-01-01T00:00:00.000Z' }, by(1)),
  );

  it('is looked for in the 25 hours before its first event, in ranges that one export can hold', () => {
    const constraints = { ...group.exportConstraints, maxRangeMinutes: 720, alignMinutes: 60 };
    const ends = [1 - 25 * 60, 1 - 25 * 60 + 580, 1 - 25 * 60 + 1_160, 1 + 4 * 60].map(minute);
    expect(listCandidateRanges(call, { ...group, exportConstraints: constraints })).toEqual(
      ends.slice(1).map((to, at) => ({ from: ends[at], to })),
    );
    const ended = { ...call, cdrEndReceivedAt: minute(40) };
    expect(listCandidateRanges(ended, group).at(-1)).toMatchObject({ to: minute(40) });
  });

  it('is looked for last in the range of the export that listed it, if no other range contains that', () => {
    const listedRange = { from: minute(-2_000), to: minute(-1_900) };
    const before = listCandidateRanges(call, group);
    expect(listCandidateRanges({ ...call, listedRange }, group)).toEqual([...before, listedRange]);
    const known = { from: minute(-100), to: minute(-50) };
    expect(listCandidateRanges({ ...call, listedRange: known }, group)).toEqual(before);
  });

  it('has no candidate ranges once a listing gives its start', () => {
    const facts = { ...call.facts, discovered: { startedAt: minute(-5) } };
    expect(listCandidateRanges({ ...call, facts }, group)).toEqual([]);
  });
});

describe('a call whose reported start can be', () => {
  const elsewhere = { from: minute(-400), to: minute(-200) };

  it('is looked for as reported, and then in the range of the export that listed it', () => {
    expect(rangesOf({ ...missing, listedRange: elsewhere })).toEqual([AS_REPORTED, elsewhere]);
  });

  it('is looked for as reported only, if that export covers the range', () => {
    expect(rangesOf({ ...missing, listedRange: { from: minute(0), to: minute(2) } })).toEqual([]);
    const justBefore = { from: minute(-30), to: minute(-25) };
    expect(rangesOf({ ...missing, listedRange: justBefore })).toEqual([AS_REPORTED, justBefore]);
  });

  it('is looked for around the other report of its start, if the export as reported does not cover that', () => {
    const late = apply(
      missing,
      reported({ eventType: 'CDR_END', timestamp: minute(40), durationMs: 1 }, by(41)),
    );
    expect(rangesOf(late)).toEqual([]);
    const listedRange = { from: minute(-20), to: minute(-10) };
    expect(rangesOf({ ...late, listedRange })).toEqual([AS_REPORTED, listedRange]);
  });

  it('is looked for in the range of the export that discovered it, also if its reported start is in it', () => {
    const range = { startedAt: minute(-600), startedBefore: minute(600) };
    const discovered = apply(undefined, recordDiscovered(key, { groupId: 'Acme_EN', ...range }, by(1)));
    expect(rangesOf(discovered)).toEqual([]);
    const started = reported({ eventType: 'CDR_START', timestamp: minute(0) }, by(2));
    expect(rangesOf(apply(discovered, started))).toEqual([
      AS_REPORTED,
      { from: range.startedAt, to: range.startedBefore },
    ]);
  });

  it('is looked for in the range of the export that discovered it, also if it reports a start shortly before', () => {
    const facts = { groupId: 'Acme_EN', startedAt: minute(40), startedBefore: minute(100) };
    const call = apply(missing, recordDiscovered(key, facts, by(120)));
    expect(call.callTimestamp).toBe(minute(0));
    expect(rangesOf(call)).toEqual([AS_REPORTED, { from: minute(40), to: minute(100) }]);
  });

  it('is looked for in the range of the export that discovered it, after the hours before its reported end', () => {
    const facts = { groupId: 'Acme_EN', startedAt: minute(-600), startedBefore: minute(0) };
    const end = reported({ eventType: 'CDR_END', timestamp: minute(200) }, by(210));
    const call = apply(undefined, recordDiscovered(key, facts, by(1)), end);
    expect(call.facts.end?.startedAt).toBeUndefined();
    expect(rangesOf(call)).toEqual([AS_REPORTED, { from: minute(-600), to: minute(0) }]);
    const withStart = { groupId: 'Acme_EN', startedAt: minute(190) };
    expect(rangesOf(apply(undefined, recordDiscovered(key, withStart, by(1)), end))).toEqual([]);
  });

  it('is looked for around the start that a listing gives, if the export as reported does not cover it', () => {
    const tell = (startedAt: number) =>
      apply(missing, recordDiscovered(key, { groupId: 'Acme_EN', startedAt: minute(startedAt) }, by(120)));
    expect(tell(-40).callTimestamp).toBe(minute(0));
    expect(rangesOf(tell(-40))).toEqual([AS_REPORTED, { from: minute(-100), to: minute(20) }]);
    expect(rangesOf(tell(1))).toEqual([]);
  });
});

it('a call without a reported start is looked for in the range of the export that listed it', () => {
  const listedRange = { from: minute(-400), to: minute(-200) };
  expect(rangesOf({ ...missing, facts: {} })).toEqual([]);
  expect(rangesOf({ ...missing, facts: {}, listedRange })).toEqual([listedRange]);
});

it('a call of two starts is looked for last in the range of the export that listed it', () => {
  const early = reported({ eventType: 'CDR_START', timestamp: minute(-600) }, by(1));
  const call = apply(missing, early);
  const listedRange = { from: minute(-3_000), to: minute(-2_900) };
  expect(rangesOf(call)).toHaveLength(2);
  expect(rangesOf({ ...call, listedRange })).toEqual([...rangesOf(call), listedRange]);
});

describe('an export listed a call elsewhere', () => {
  const { facts } = missing;
  it.each([
    ['if its range begins before the reported start', -1, 2, undefined, true],
    ['if its range ends after the reported end', 0, 3, undefined, true],
    ['not if its range is between them', 0, 2, undefined, false],
    ['if the listed start is not between them', -600, 600, -1, true],
    ['not if the listed start is', -600, 600, 1, false],
  ])('%s', (_, from, to, start, expected) => {
    const range = { from: minute(from), to: minute(to) };
    expect(isListedElsewhere(facts, range, start === undefined ? undefined : minute(start))).toBe(expected);
  });
});
