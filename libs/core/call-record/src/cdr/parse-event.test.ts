import { parseEvent } from './parse-event.ts';

const timestamp = '2026-01-15T10:30:00.000Z';
const start = { eventType: 'CDR_START', callId: 'c-1', groupId: 'Acme_EN', timestamp };
const end = { ...start, eventType: 'CDR_END', timestamp: '2026-01-15T10:32:00.000Z' };

const factsOf = (payload: object) => {
  const parsed = parseEvent(payload);
  if (parsed.kind !== 'event') throw new Error(`${parsed.kind}: ${parsed.reason}`);
  return parsed.event.facts;
};
const faultsOf = (payload: object): readonly string[] => {
  const parsed = parseEvent(payload);
  return parsed.kind === 'event' ? parsed.faultyFields : [parsed.kind];
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
  ])('refuses %j and says what it received', (payload, reason) => {
    expect(reasonOf(payload)).toContain(reason);
  });

  it.each(['CDR_START', 'IVR_END', 'CDR_END'] as const)('reads %s', (eventType) => {
    const parsed = parseEvent({ ...start, eventType });
    expect(parsed).toMatchObject({
      kind: 'event',
      event: { name: eventType, callId: 'c-1', groupName: 'Acme_EN', facts: { groupId: 'Acme_EN' } },
    });
  });

  it('names no field that the sender made up: a metric counts them by name', () => {
    const madeUp = JSON.parse('{"__proto__": {"a": 1, "b": {"c": 2}}, "constructor": {"d": 3}}') as object;
    expect(faultsOf({ ...start, ...madeUp })).toEqual([]);
    const dialog = { message_type: 'dialog_start', id: 'd-1', group: 'd-1', flow: madeUp, app: madeUp };
    expect(faultsOf(dialog)).toEqual([]);
  });

  it('keeps an event of an unknown kind whole, if it names a call', () => {
    const hold = { ...start, eventType: 'CDR_HOLD', held: { s: 3 } };
    const parsed = parseEvent(hold);
    expect(parsed).toMatchObject({
      event: { source: 'other', name: '"CDR_HOLD"', callId: 'c-1', groupName: 'Acme_EN' },
    });
    const [[name, text]] = Object.entries(factsOf(hold).otherFields!) as [[string, string]];
    expect(name).toMatch(/^CDR_HOLD [0-9a-f]{16}$/);
    expect(JSON.parse(text)).toEqual(hold);
    expect(factsOf({ ...hold, held: 1 }).otherFields).not.toHaveProperty([name]);
  });

  it.each([
    { callId: undefined },
    { callId: 'a#b' },
    { eventType: '' },
    { eventType: 'a b' },
    { eventType: 7 },
  ])('is unreadable for an event of an unknown kind with %j', (over) => {
    expect(reasonOf({ ...start, eventType: 'CDR_HOLD', ...over })).toContain(Object.keys(over)[0]);
  });

  it('is unreadable for an event without a kind, so that its payload is kept', () => {
    expect(reasonOf({ message_type: 'audit' })).toContain('at id');
    expect(reasonOf({})).toContain('eventType');
  });

  it('keeps unknown fields as JSON', () => {
    const { otherFields, ...facts } = factsOf({ ...start, queue: { name: 'q' }, callId2: [1], none: 'null' });
    expect(otherFields).toEqual({ queue: '{"name":"q"}', callId2: '[1]' });
    expect({ ...facts, otherFields: undefined }).toEqual(factsOf(start));
  });

  it('leaves out an unknown field that is nested too deeply, and does not fail', () => {
    const deep = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)) as unknown;
    expect(factsOf({ ...start, deep, x: 1 }).otherFields).toEqual({ x: '1' });
    expect(reasonOf({ ...start, eventType: 'CDR_HOLD', deep })).toContain('too deeply');
  });

  it.each(['undefined', 'null', '', null, undefined, 'a#b', true, 7.5, 2 ** 53, { id: 'c-1' }])(
    'refuses an event whose callId is %j',
    (callId) => {
      expect(reasonOf({ ...start, callId })).toContain('at callId');
    },
  );

  it('reads a number as the text of a call id or a group', () => {
    const parsed = parseEvent({ ...start, callId: 42, groupId: 7 });
    expect(parsed).toMatchObject({
      event: { callId: '42', groupName: '7', facts: { groupId: '7' } },
      faultyFields: [],
    });
  });

  it.each(['undefined', null, undefined, 'a#b', true])('reads an event whose group is %j', (groupId) => {
    const parsed = parseEvent({ ...start, groupId });
    expect(parsed).toMatchObject({
      kind: 'event',
      event: { callId: 'c-1', facts: { startedAt: timestamp } },
    });
    expect(parsed).toMatchObject({ event: { groupName: undefined } });
  });

  it('reads the texts "undefined" and "null" as missing values', () => {
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

  it.each<[unknown, string]>([
    [1_768_473_000, 'epoch seconds'],
    ['2026-01-15T10:30:00', 'no offset: UTC'],
  ])('are read from %s: %s', (value) => {
    expect(factsOf({ ...start, timestamp: value }).startedAt).toBe(timestamp);
  });

  it.each([1_768_473_000_000_000, '15/01/2026 10:30', '9999-12-31T23:59:59Z', true])(
    'are left out if the value is %s',
    (value) => {
      expect(factsOf({ ...start, timestamp: value }).startedAt).toBeUndefined();
      expect(factsOf({ ...end, timestamp: value, durationMs: 1 })).toMatchObject({ durationMs: 1 });
      expect(faultsOf({ ...start, timestamp: value })).toEqual(['timestamp']);
    },
  );

  it('of an end give the start too, if the duration is known', () => {
    expect(factsOf({ ...end, durationMs: '120000' })).toMatchObject({
      startedAt: timestamp,
      endedAt: end.timestamp,
      durationMs: 120_000,
    });
    expect(factsOf(end).startedAt).toBeUndefined();
    expect(factsOf({ ...end, startTimestamp: timestamp, durationMs: 5 }).startedAt).toBe(timestamp);
  });

  it('keep an end with an impossible duration, without the duration', () => {
    expect(factsOf({ ...end, durationMs: 604_800_001 })).toMatchObject({ endedAt: end.timestamp });
    expect(factsOf({ ...end, durationMs: 604_800_001 }).durationMs).toBeUndefined();
    expect(factsOf({ ...end, durationMs: 604_800_000 }).durationMs).toBe(604_800_000);
  });
});

describe('optional fields', () => {
  it.each<[string, unknown]>([
    ['durationMs', -1],
    ['durationMs', 'n/a'],
    ['durationMs', ' '],
    ['durationMs', true],
    ['durationMs', [5]],
    ['durationMs', 604_800_001],
    ['endTimestamp', 'garbage'],
    ['startTimestamp', {}],
    ['exitStatus', true],
    ['channel', ['voice']],
    ['app', { name: 'x' }],
    ['test', 'perhaps'],
    ['groupId', 'a#b'],
  ])('count as missing and are listed as faulty: %s of %j', (field, value) => {
    const event = { ...end, exitStatus: 'completed' };
    const { [field as 'exitStatus']: _, ...without } = event;
    expect(factsOf({ ...event, [field]: value })).toEqual(factsOf(without));
    expect(faultsOf({ ...event, [field]: value })).toEqual([field]);
  });

  it('are not listed as faulty if they are missing, or read from another form', () => {
    const written = { durationMs: '120000', startTimestamp: '2026-01-15T11:30:00+01:00', test: 'false' };
    expect(faultsOf({ ...end, ...written, exitStatus: 7, app: 'undefined', ivrResult: null })).toEqual([]);
    expect(faultsOf({ ...end, unknown: { deep: [1] }, other: 'x'.repeat(9_000) })).toEqual([]);
  });

  it('are cut and listed if their text is too long, never inside a character', () => {
    const { exitStatus } = factsOf({ ...end, exitStatus: 'x'.repeat(150_000) });
    expect(exitStatus).toBe('x'.repeat(2_048));
    expect(faultsOf({ ...end, exitStatus: 'x'.repeat(2_048) })).toEqual([]);
    expect(faultsOf({ ...end, exitStatus: 'x'.repeat(2_049) })).toEqual(['exitStatus']);
    const split = factsOf({ ...end, exitStatus: `${'x'.repeat(2_047)}\u{1F600}` });
    expect(split.exitStatus).toBe('x'.repeat(2_047));
  });

  it('contain no half of a surrogate pair, which DynamoDB refuses', () => {
    expect(factsOf({ ...end, exitStatus: 'a\ud800b' }).exitStatus).toBe('a\ufffdb');
  });
});
