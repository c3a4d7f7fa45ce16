import { CallRecord } from './call-record.ts';
import { apply, by, group, reported } from './test-call.ts';

const pairs = (...values: readonly [string, string][]) =>
  values.map(([key, value]) => ({ key, value, step: 1 }));
const dialogEnd = (kvps: object[], over: object = {}) => ({
  message_type: 'dialog_end',
  id: 'c-1',
  group: 'c-1',
  connection_id: 'conn-1',
  device_type: 'SIP',
  end_type: 'NEAR_HUP',
  flow: { ocp_group_name: 'Acme_EN', account_id: 42 },
  kvps,
  ...over,
});
const keeps = by(3, { group: { ...group, keptKvps: ['intent', 'balance'] } });
const play = (...events: object[]): CallRecord =>
  apply(undefined, ...events.map((event) => reported(event, keeps)));

describe('the technical fields of a call', () => {
  it('are on its record: connection, device, account, end type', () => {
    expect(play(dialogEnd([])).technical).toEqual({
      connectionId: 'conn-1',
      deviceType: 'SIP',
      accountId: '42',
      endType: 'NEAR_HUP',
    });
  });

  it('are not there if no event has one', () => {
    const { technical } = play({ eventType: 'CDR_START' });
    expect(technical).toBeUndefined();
  });

  it('contain the key-value pairs that the registry lists for the group, and no other', () => {
    const record = play(dialogEnd(pairs(['intent', 'card'], ['callerName', 'Ana'])));
    expect(record.technical?.kvps).toEqual({ intent: 'card' });
    expect(JSON.stringify(record)).not.toContain('Ana');
    const unlisted = apply(undefined, reported(dialogEnd(pairs(['intent', 'card']))));
    expect(unlisted.technical).not.toHaveProperty('kvps');
  });

  it('are the same in whatever order two reports come', () => {
    const one = dialogEnd(pairs(['intent', 'card']));
    const two = dialogEnd(pairs(['intent', 'bill'], ['balance', '7']));
    expect(play(one, two).technical).toEqual(play(two, one).technical);
    expect(play(one, two).technical?.kvps).toEqual({ intent: 'bill', balance: '7' });
  });

  it('are bounded', () => {
    const many = Array.from({ length: 50 }, (_, n): [string, string] => [`k${n}`, 'x'.repeat(1_000)]);
    const context = by(3, { group: { ...group, keptKvps: many.map(([key]) => key) } });
    const record = apply(undefined, reported(dialogEnd(pairs(...many)), context));
    const texts = Object.values(record.technical!.kvps!);
    expect(texts[0]).toHaveLength(256);
    expect(texts.join('').length).toBeLessThan(4_097);
  });

  it('survive a rewrite, also with a field of the name __proto__', () => {
    const odd = JSON.parse('{"eventType":"CDR_START","__proto__":{"a":1},"b":2}') as object;
    const record = play(odd);
    const read = CallRecord.parse(JSON.parse(JSON.stringify(record)));
    expect(apply(read, reported({ eventType: 'CDR_END' })).facts.start?.otherFields).toMatchObject({
      b: '2',
    });
  });
});
