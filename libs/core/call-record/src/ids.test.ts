import { parseEvent } from './cdr/parse-event.ts';
import { CallId, ReconciliationId, TenantId } from './ids.ts';

describe('ids', () => {
  it.each(['c-1', 'a/b', '..', '100%', 'ñandú', '通話', 'sip:1@host;tag=2', 'x'.repeat(256)])(
    'accept %s',
    (id) => {
      expect(CallId.parse(id)).toBe(id);
    },
  );

  it.each([
    ['an empty text', ''],
    ['the separator of keys', 'acme#c-1'],
    ['a line break', 'c\n1'],
    ['a NUL', 'c\u00001'],
    ['half of a surrogate pair', 'c\ud8001'],
    ['a character that XML does not allow', 'c\ufffe1'],
    ['the last character of the basic plane', 'c\uffff1'],
    ['more than 256 characters', 'x'.repeat(257)],
    ['more bytes than fit into an S3 key', '通'.repeat(53)],
  ])('refuse %s', (_, id) => {
    expect(CallId.safeParse(id).success).toBe(false);
    expect(TenantId.safeParse(id).success).toBe(false);
  });

  it('of reconciliations have 1 to 128 characters', () => {
    for (const length of [1, 128]) expect(ReconciliationId.safeParse('x'.repeat(length)).success).toBe(true);
    for (const length of [0, 129]) expect(ReconciliationId.safeParse('x'.repeat(length)).success).toBe(false);
  });

  it('accept all characters of SQS and SNS but control characters, "#" and half surrogate pairs, and no other', () => {
    // `Char` of XML 1.0: messages of both are limited to it.
    const isOfXml = (code: number): boolean =>
      [0x9, 0xa, 0xd].includes(code) ||
      (code >= 0x20 && code <= 0xd7ff) ||
      (code >= 0xe000 && code <= 0xfffd) ||
      (code >= 0x10000 && code <= 0x10ffff);
    const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0);
    for (let code = 0; code <= 0x10ffff; code += code < 0x11000 ? 1 : 997) {
      const isExpected = isOfXml(code) && !isControl(code) && code !== 0x23;
      if (CallId.safeParse(String.fromCodePoint(code)).success !== isExpected) {
        throw new Error(`U+${code.toString(16)} is ${isExpected ? 'refused' : 'taken'}`);
      }
    }
  });

  it('make an event unreadable if a call id is not valid', () => {
    const event = { eventType: 'CDR_START', groupId: 'Acme_EN', timestamp: '2026-01-15T10:30:00.000Z' };
    expect(parseEvent({ ...event, callId: 'c-1' }).kind).toBe('event');
    for (const callId of ['c\ufffe1', 'c\uffff1', 'c\u00001']) {
      const parsed = parseEvent({ ...event, callId });
      expect(parsed).toMatchObject({
        kind: 'unreadable',
        reason: expect.stringContaining('callId') as string,
      });
    }
  });
});
