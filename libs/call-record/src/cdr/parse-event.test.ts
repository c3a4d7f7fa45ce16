import { parseEvent } from './parse-event.ts';

const timestamp = '2026-01-15T10:30:00.000Z';
const start = { eventType: 'CDR_START', callId: 'c-1', groupId: 'Acme_EN', timestamp };
const end = { ...start, eventType: 'CDR_END', timestamp: '2026-01-15T10:32:00.000Z' };

const factsOf = (payload: object) => {
  const parsed = parseEvent(payload);
  if (parsed.kind !== 'event') throw new Error(`${parsed.kind}: ${parsed.reason}`);
  return parsed.event.facts;
};
const reasonOf = (payload: unknown): string => {
  const parsed = parseEvent(payload);
  return parsed.kind === 'unreadable' ? parsed.reason : parsed.kind;
};

describe('parseEvent', () => {
  it.each([
    [[start], 'got an array'],
    [null, 'got null'],
    ['CDR_START', 'got string'],
    [42, 'got number'],
    [undefined, 'got undefined'],
  ])('refuses %j and says what it got', (payload, reason) => {
    expect(reasonOf(payload)).toContain(reason);
  });

  it.each(['CDR_START', 'IVR_END', 'CDR_END'] as const)('reads %s', (eventType) => {
    const parsed = parseEvent({ ...start, eventType });
    expect(parsed).toMatchObject({
      kind: 'event',
      event: { name: eventType, callId: 'c-1', groupName: 'Acme_EN', facts: { groupId: 'Acme_EN' } },
    });
  });

  it('takes an event it does not know for unreadable, so that its payload is kept', () => {
    expect(reasonOf({ ...start, eventType: 'CDR_HOLD' })).toContain('eventType');
    expect(reasonOf({ message_type: 'audit' })).toContain('message_type');
    expect(reasonOf({})).toContain('eventType');
  });

  it('ignores fields it does not know', () => {
    expect(factsOf({ ...start, queue: { name: 'q' }, callId2: [1] })).toEqual(factsOf(start));
  });

  it.each(['callId', 'groupId'])(
    'refuses an event whose %s is missing in any of the ways OCP writes it',
    (field) => {
      for (const value of ['undefined', 'null', '', null, undefined, 7, 'a#b']) {
        expect(reasonOf({ ...start, [field]: value })).toContain(`at ${field}`);
      }
    },
  );

  it('takes the texts "undefined" and "null" for a value that was not told', () => {
    const facts = factsOf({
      ...end,
      channel: 'undefined',
      customerId: 'null',
      exitStatus: '',
      durationMs: 'undefined',
      startTimestamp: 'undefined',
      app: null,
    });
    expect(JSON.parse(JSON.stringify(facts))).toEqual({ groupId: 'Acme_EN', endedAt: end.timestamp });
  });
});

describe('times of CDR events', () => {
  it.each<[unknown, string]>([
    [Date.parse(timestamp), 'epoch milliseconds'],
    [String(Date.parse(timestamp)), 'epoch milliseconds as text'],
    ['2026-01-15T10:30:00Z', 'ISO without milliseconds'],
    ['2026-01-15T12:30:00+02:00', 'another offset'],
    ['2026-01-15T05:30:00.000-0500', 'an offset without a colon'],
  ])('are read from %s: %s', (value) => {
    expect(factsOf({ ...start, timestamp: value }).startedAt).toBe(timestamp);
  });

  it.each<[unknown, string, string]>([
    [1_768_473_000, 'a number is epoch milliseconds', 'epoch seconds'],
    ['1768473000', 'a number is epoch milliseconds', 'epoch seconds as text'],
    [1_768_473_000_000_000, 'a number is epoch milliseconds', 'epoch microseconds'],
    ['2026-01-15T10:30:00', 'ISO 8601 with an offset', 'a local time'],
    ['15/01/2026 10:30', 'ISO 8601 with an offset', 'another notation'],
    ['2026-99-99T10:30:00Z', 'between 2000 and 2100', 'no day of any month'],
    [true, 'timestamp', 'no time at all'],
  ])('are refused with a clear reason: %s', (value, reason) => {
    expect(reasonOf({ ...start, timestamp: value })).toContain(reason);
  });

  it('of an end give the start too, if the duration was told', () => {
    expect(factsOf({ ...end, durationMs: '120000' })).toMatchObject({
      startedAt: timestamp,
      endedAt: end.timestamp,
      durationMs: 120_000,
    });
    expect(factsOf(end).startedAt).toBeUndefined();
    expect(factsOf({ ...end, startTimestamp: timestamp, durationMs: 5 }).startedAt).toBe(timestamp);
  });

  it.each([-1, 'long'])('refuse a duration of %s', (durationMs) => {
    expect(reasonOf({ ...end, durationMs })).toContain('at durationMs');
  });

  it('keep an end whose duration no call can have, without the duration', () => {
    expect(factsOf({ ...end, durationMs: 604_800_001 })).toMatchObject({ endedAt: end.timestamp });
    expect(factsOf({ ...end, durationMs: 604_800_001 }).durationMs).toBeUndefined();
    expect(factsOf({ ...end, durationMs: 604_800_000 }).durationMs).toBe(604_800_000);
  });
});
