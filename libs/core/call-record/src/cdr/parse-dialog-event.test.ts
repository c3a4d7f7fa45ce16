import { apply, by, key, minute } from '../test-call.ts';
import { recordEvent } from '../transitions/record-event.ts';
import { parseEvent } from './parse-event.ts';

const time = Date.parse(minute(0));
const dialog = {
  id: 'c-1',
  group: 'c-1',
  time,
  channel: 'SIP',
  direction: 'inbound',
  origin_uri: 'tel:+34600000000',
  hashed_origin_uri: 'h4sh',
  test_flag: false,
  flow: { ocp_group_name: 'Acme_EN', account_id: 42, parent_step: 0, type: 'Flow', name: 'Welcome' },
};
const dialogStart = { message_type: 'dialog_start', ...dialog };
const dialogEnd = {
  message_type: 'dialog_end',
  ...dialog,
  duration: 90_000,
  end_type: 'FAR_HUP',
  events: 'a,b',
};

const eventOf = (payload: object) => {
  const parsed = parseEvent(payload);
  if (parsed.kind !== 'event') throw new Error(`${parsed.kind}: ${parsed.reason}`);
  return parsed.event;
};
const kindOf = (payload: object): string => parseEvent(payload).kind;

describe('OCP’s own events', () => {
  it('have the dialog’s START as the time of a dialog_end', () => {
    expect(eventOf(dialogEnd).facts).toMatchObject({
      startedAt: minute(0),
      endedAt: minute(1.5),
      durationMs: 90_000,
      exitStatus: 'FAR_HUP',
    });
  });

  it('give no end if the duration is missing', () => {
    const { facts } = eventOf({ ...dialogEnd, duration: 'undefined' });
    expect(facts.startedAt).toBe(minute(0));
    expect(facts.endedAt).toBeUndefined();
    expect(facts.durationMs).toBeUndefined();
  });

  it('are both used although start and end have the same id', () => {
    const record = apply(
      undefined,
      recordEvent(key, eventOf(dialogStart), by(1)),
      recordEvent(key, eventOf(dialogEnd), by(3)),
    );
    expect(record).toMatchObject({
      hasCdrEnd: true,
      callTimestamp: minute(0),
      callEndTimestamp: minute(1.5),
    });
    expect(record.history.map(({ what }) => what)).toEqual(['dialog_start', 'dialog_end']);
  });

  it('have the tenant’s group in the flow, and the conversation in "group"', () => {
    const { groupName, facts } = eventOf(dialogStart);
    expect(groupName).toBe('Acme_EN');
    expect(facts).toMatchObject({ groupId: 'Acme_EN', conversationId: 'c-1' });
  });

  it('leave out the caller’s number, and keep OCP’s hash of it', () => {
    const event = eventOf(dialogStart);
    expect(event.facts.customerId).toBe('h4sh');
    expect(JSON.stringify(event)).not.toContain('34600000000');
  });

  it.each(['dialog_start', 'dialog_step', 'dialog_end'])(
    'of another dialog of the conversation are ignored: %s',
    (type) => {
      expect(kindOf({ ...dialogEnd, message_type: type, id: 'c-1-sub' })).toBe('ignored');
    },
  );

  it('are ignored if they are a step of the root dialog', () => {
    expect(kindOf({ ...dialogEnd, message_type: 'dialog_step', events: ['a', 'b'] })).toBe('ignored');
  });

  it.each(['undefined', '', null, true])('are unreadable if an id is missing, as %j', (value) => {
    expect(kindOf({ ...dialogStart, id: value, group: value })).toBe('unreadable');
    expect(kindOf({ ...dialogStart, id: value })).toBe('unreadable');
    expect(kindOf({ ...dialogStart, group: value })).toBe('unreadable');
  });

  it.each([
    ['true', true],
    [true, true],
    ['False', false],
    ['undefined', undefined],
    [null, undefined],
    [{ on: true }, undefined],
  ])('read test_flag %j as %s', (test_flag, expected) => {
    expect(eventOf({ ...dialogStart, test_flag }).facts.isTest).toBe(expected);
  });

  it.each([
    ['Mortgage', 'Mortgage'],
    [{ name: 'Mortgage', version: 3 }, 'Mortgage'],
    ['undefined', 'Welcome'],
    [{ name: 'undefined' }, 'Welcome'],
    [null, 'Welcome'],
    [undefined, 'Welcome'],
  ])('take the app from %j: %s', (app, expected) => {
    expect(eventOf({ ...dialogStart, app }).facts.app).toBe(expected);
  });

  it('are read whatever the values of unused fields', () => {
    const flow = { ...dialog.flow, parent_step: null, type: { is: 'Flow' }, account_id: [] };
    const odd = { kvps: 'undefined', incoming_attached_data: null, asr: 7, diamant: 'undefined', flow };
    const { otherFields, accountId, ...facts } = eventOf({ ...dialogStart, ...odd }).facts;
    const { otherFields: _, accountId: known, ...expected } = eventOf(dialogStart).facts;
    expect(facts).toEqual(expected);
    expect([known, accountId]).toEqual(['42', undefined]);
    expect(otherFields).toEqual({ asr: '7', 'flow.type': '{"is":"Flow"}' });
  });

  it('have technical fields: connection, device, account, end type and key-value pairs', () => {
    const kvps = [
      { key: 'intent', value: 'balance', step: 1 },
      { key: 'intent', value: 'card', step: 2 },
      { key: 'turns', value: 7 },
      { key: 'none', value: 'undefined' },
      { key: 'object', value: {} },
      'odd',
    ];
    const technical = { connection_id: 'conn-1', device_type: 'x'.repeat(400), kvps };
    expect(eventOf({ ...dialogEnd, ...technical }).facts).toMatchObject({
      connectionId: 'conn-1',
      deviceType: 'x'.repeat(256),
      accountId: '42',
      endType: 'FAR_HUP',
      kvps: { intent: 'card', turns: '7' },
    });
  });

  it('keep the fields that are not known, as JSON', () => {
    const attached = { crm: { id: 'a', tags: [1, 'x'] } };
    const { otherFields } = eventOf({ ...dialogEnd, incoming_attached_data: attached, asr: null }).facts;
    expect(otherFields).toEqual({
      events: '"a,b"',
      'flow.parent_step': '0',
      'flow.type': '"Flow"',
      incoming_attached_data: JSON.stringify(attached),
    });
  });

  it('of an unknown kind are kept whole if they are of the root dialog, and need its ids', () => {
    const transfer = { ...dialogStart, message_type: 'dialog_transfer' };
    expect(eventOf(transfer)).toMatchObject({ source: 'other', callId: 'c-1', groupName: 'Acme_EN' });
    expect(kindOf({ ...transfer, group: 'other' })).toBe('ignored');
    expect(kindOf({ ...transfer, group: undefined })).toBe('unreadable');
    expect(kindOf({ ...transfer, message_type: 'a b' })).toBe('unreadable');
  });

  it.each([undefined, 'undefined', 'yesterday', 1_768_473_000_000_000])(
    'are read without their time if it is %s',
    (value) => {
      const { facts } = eventOf({ ...dialogEnd, time: value });
      expect(facts).toMatchObject({ durationMs: 90_000, exitStatus: 'FAR_HUP' });
      expect(facts.startedAt).toBeUndefined();
      expect(facts.endedAt).toBeUndefined();
    },
  );

  it('are read without a group if the flow has none, or if there is no flow', () => {
    for (const flow of [undefined, null, 'Welcome', {}, { ocp_group_name: 'undefined' }]) {
      expect(eventOf({ ...dialogStart, flow })).toMatchObject({ callId: 'c-1', groupName: undefined });
    }
  });

  it('may have numbers as ids', () => {
    expect(eventOf({ ...dialogStart, id: 7, group: 7 }).callId).toBe('7');
    expect(kindOf({ ...dialogStart, id: 7, group: 8 })).toBe('ignored');
  });

  it('list the paths of the fields that could not be used', () => {
    const odd = { duration: -1, flow: { ...dialog.flow, name: ['x'] }, app: { name: true } };
    const parsed = parseEvent({ ...dialogEnd, ...odd });
    expect(parsed).toMatchObject({ kind: 'event', faultyFields: ['flow.name', 'duration', 'app.name'] });
  });
});
