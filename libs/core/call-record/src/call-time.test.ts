import { CallRecord } from './call-record.ts';
import { parseEvent } from './cdr/parse-event.ts';
import { apply, by, key, minute, missing, registry } from './test-call.ts';
import { CallTime, callTimeOf, isCallTimeText } from './timestamp.ts';
import { claimLocation } from './transitions/claim-location.ts';
import { recordDiscovered, recordEvent } from './transitions/record-event.ts';
import { recordQuarantined } from './transitions/record-quarantined.ts';

const isReadable = (record: CallRecord): boolean =>
  CallRecord.safeParse(JSON.parse(JSON.stringify(record))).success;

describe('the time of a call', () => {
  it.each([
    ...['2000-01-01T00:00:00.000Z', '2099-12-31T23:59:59.999Z', '1999-12-31T23:59:59.999Z'],
    ...['2100-01-01T00:00:00.000Z', '2026-13-01T00:00:00.000Z', '2026-01-15T10:30:00Z', 'x', ''],
  ])('is asked for as the schema asks: %j', (text) => {
    expect(isCallTimeText(text)).toBe(CallTime.safeParse(text).success);
  });

  it.each([
    '9999-12-31T23:59:59.000Z',
    '2100-01-01T00:00:00.000Z',
    '1999-12-31T23:59:59.999Z',
    '0001-01-01T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '+010000-03-01T00:00:00.000Z',
  ])('outside the range is refused by every transition that adds facts: %s', (startedAt) => {
    const object = { key: 'k', sha256: 'aa', reason: 'EMPTY', detail: '', at: minute(10) };
    const event = {
      source: 'end' as const,
      name: 'CDR_END',
      callId: key.callId,
      groupName: 'x',
      facts: { endedAt: startedAt },
    };
    const transitions = [
      claimLocation(key, { startedAt }, () => ({ bucket: 'b', key: 'k' }), by()),
      recordQuarantined(key, { startedAt }, object, by()),
      recordDiscovered(key, { startedAt }, by()),
      recordEvent(key, event, by()),
    ];
    for (const transition of transitions) {
      for (const standing of [undefined, missing]) {
        expect(() => transition(standing)).toThrow(
          expect.objectContaining({
            code: 'FACTS_UNUSABLE',
            fault: 'permanent',
            message: expect.stringContaining(startedAt),
          }),
        );
      }
    }
  });

  it('leaves a readable record at both ends of the range, with the longest retention', () => {
    const group = { ...registry.findGroup('Acme_EN')!, retentionDays: 3_650 };
    for (const startedAt of ['2000-01-01T00:00:00.000Z', '2099-12-31T23:59:59.999Z']) {
      const record = apply(undefined, recordDiscovered(key, { startedAt }, by(10, { group })));
      expect(record.callTimestamp).toBe(startedAt);
      expect(isReadable(record)).toBe(true);
    }
  });

  it.each([
    { eventType: 'CDR_END', timestamp: '2000-01-01T00:00:00Z', durationMs: 86_400_000, groupId: 'Acme_EN' },
    {
      message_type: 'dialog_end',
      id: 'c-1',
      group: 'c-1',
      time: Date.UTC(2099, 11, 31, 23),
      duration: 86_400_000,
      flow: { ocp_group_name: 'Acme_EN' },
    },
  ])('counts as missing if it is derived from an event and outside the range: %j', (payload) => {
    const parsed = parseEvent({ callId: 'c-1', ...payload });
    if (parsed.kind !== 'event') throw new Error(parsed.reason);
    expect(isReadable(apply(undefined, recordEvent(key, parsed.event, by())))).toBe(true);
  });

  it('is read from a number only within the range', () => {
    expect(callTimeOf(Date.UTC(2026, 0, 15) + 0.7)).toBe('2026-01-15T00:00:00.000Z');
    for (const ms of [Number.NaN, Infinity, -1, 8.7e15, 20_260_115_123_000, Date.UTC(2100, 0, 1)]) {
      expect(callTimeOf(ms)).toBeUndefined();
    }
    expect(CallTime.safeParse('2026-01-15').success).toBe(false);
  });
});
