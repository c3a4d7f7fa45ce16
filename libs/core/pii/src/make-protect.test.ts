import { makeProtect } from './make-protect.ts';
import { PiiFields } from './pii-fields.ts';

const hash = (value: string): string => `hash of ${value.length}`;
const protectBy = (fields: object) => makeProtect({ fields: PiiFields.parse(fields), hash });
const PHONE = '+15550100123';
const CARD = '4111111111111111';

describe('makeProtect', () => {
  it('keeps ids, times and the customer id without a policy, as the same object', () => {
    const event = {
      ...{
        callId: CARD,
        id: PHONE,
        group: PHONE,
        groupId: 'NF_EN',
        timestamp: 1_768_473_000_123,
        eventType: 'CDR_END',
      },
      ...{ customerId: CARD, flow: { ocp_group_name: 'NF_EN', name: 'main' }, list: [1, null, true] },
    };
    expect(protectBy({}).value(event)).toBe(event);
  });

  it('hashes a customer id, and OCP’s hash of the caller too', () => {
    const event = { customerId: 'Jo', hashed_origin_uri: 'Anna' };
    expect(protectBy({ customerId: 'hash' }).value(event)).toEqual({
      customerId: 'hash of 2',
      hashed_origin_uri: 'hash of 4',
    });
  });

  it('drops a field at any depth, however its name is written', () => {
    const protect = protectBy({ 'customer-id': 'drop', agentName: 'drop' });
    expect(protect.value({ a: [{ customer_id: 'Jo', AGENT_NAME: 'Al', b: 1 }] })).toEqual({ a: [{ b: 1 }] });
  });

  it('drops numbers of callers and secrets without a policy', () => {
    const event = {
      ...{
        ani: PHONE,
        DNIS: 1,
        origin_uri: 'x',
        callerPhoneNumber: 'x',
        Authorization: 'x',
        access_token: 'x',
      },
      ...{ cardNumber: 1, cvv: 1, kept: 'x' },
    };
    expect(protectBy({}).value(event)).toEqual({ kept: 'x' });
  });

  it('keeps what a policy keeps, whatever it is, and redacts the text of other fields', () => {
    const text = `card ${CARD}, tel ${PHONE}`;
    expect(protectBy({ ani: 'keep', note: 'keep' }).value({ ani: PHONE, note: text, other: text })).toEqual({
      ...{ ani: PHONE, note: text, other: 'card [card], tel [phone]' },
    });
  });

  it('redacts the ids of objects inside of an event, and the names of groups', () => {
    const event = { id: PHONE, customer: { id: PHONE }, groupId: PHONE, flow: { ocp_group_name: PHONE } };
    expect(protectBy({}).value(event)).toEqual({
      ...{ id: PHONE, customer: { id: '[phone]' }, groupId: '[phone]', flow: { ocp_group_name: '[phone]' } },
    });
  });

  it('knows a field that is written as a pair of name and value', () => {
    const kvps = [
      { key: 'ani', value: '555' },
      { name: 'customer_id', value: 'Jo' },
      { field: 'x-token', value: { a: 1 } },
      { key: 'intent', value: PHONE },
      { key: 7, value: 'x' },
    ];
    expect(protectBy({ customerId: 'hash' }).value({ kvps })).toEqual({
      kvps: [
        { key: 'ani' },
        { name: 'customer_id', value: 'hash of 2' },
        { field: 'x-token' },
        { key: 'intent', value: '[phone]' },
        { key: 7, value: 'x' },
      ],
    });
  });

  it('redacts a card that is a number, and hashes each leaf below a field that is hashed', () => {
    const protect = protectBy({ customer: 'hash' });
    expect(protect.value({ ref: Number(CARD), n: 12 })).toEqual({ ref: '[card]', n: 12 });
    const hashed = protect.value({ customer: { name: 'Jo', ids: [1], token: 'x', ok: true } });
    expect(hashed).toEqual({ customer: { name: hash('Jo'), ids: [hash('1')], ok: true } });
  });

  it('redacts names too', () => {
    expect(protectBy({}).value({ [PHONE]: 1, a: { [CARD]: { x: 1 } } })).toEqual({
      '[phone]': 1,
      a: { '[card]': { x: 1 } },
    });
  });

  it('finds fields in JSON that is text in a field', () => {
    const inner = JSON.stringify({ ani: '555', customerId: 'Jo', kept: 'x' });
    expect(protectBy({ customerId: 'drop' }).value({ payload: inner })).toEqual({
      payload: '{"ani":"[dropped]","customerId":"[dropped]","kept":"x"}',
    });
  });

  it.each([
    ['{"customerId": "J \\"o", "ani": 555, broken', '{"customerId": "[dropped]', '555'],
    ['customerId=Jo&ani=555&x=1', 'customerId=[dropped]&ani=[dropped]&x=1', 'Jo'],
    ["{customerId: 'Jo', x: 1", "{customerId: '[dropped]', x: 1", 'Jo'],
    ['"{\\"customerId\\":\\"Jo\\",\\"x\\":1', '"{\\"customerId\\":\\"[dropped]\\",\\"x\\":1', 'Jo'],
    [`no fields, ${PHONE}`, 'no fields, [phone]', PHONE],
  ])('protects text that cannot be read: %s', (text, expected, value) => {
    const protectedText = protectBy({ customerId: 'drop' }).text(text);
    expect(protectedText).toContain(expected);
    expect(protectedText).not.toContain(value);
  });

  it('takes a time that grows with the length of the text only', () => {
    for (const one of ['a:', '"a":"', 'a=', '\\"', 'ani ', "a:'"]) {
      const text = one.repeat(200_000);
      expect(protectBy({}).text(text).length).toBeGreaterThan(0);
    }
  }, 20_000);

  it('drops what is below 100 levels', () => {
    const nest = (levels: number): unknown =>
      JSON.parse(`${'['.repeat(levels)}"${PHONE}"${']'.repeat(levels)}`);
    expect(JSON.stringify(protectBy({}).value(nest(100)))).toContain('[phone]');
    const deep = JSON.stringify(protectBy({}).value({ deep: nest(5_000), other: 'x' }));
    expect(deep).toContain('"[nested too deeply]"');
    expect(deep).toContain('"other":"x"');
    expect(deep).not.toContain(PHONE);
  });
});

describe('PiiFields', () => {
  it.each([
    [{ customerId: 'mask' }, 'customerId'],
    [{ token: 'keep' }, 'must be hash or drop'],
    [{ callId: 'drop' }, 'needed to know the call'],
  ])('refuses %j', (fields, fault) => {
    expect(String(PiiFields.safeParse(fields).error)).toContain(fault);
  });

  it.each(['a=', 'a-a:', 'a:        ', 'a:\t', '"a":', 'a:"', 'a:\\"', 'a:"\\', "a='", 'a:{', '\\', 'eyJ-='])(
    'takes a time that grows with the length of the text only, for a text of %j',
    (part) => {
      const text = part.repeat(200_000 / part.length);
      const start = performance.now();
      protectBy({}).text(`a=1 ${text}`);
      expect(performance.now() - start).toBeLessThan(5_000);
    },
  );
});
