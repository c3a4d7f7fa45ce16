import { CallId, TenantId } from './ids.ts';

describe('ids', () => {
  it.each(['c-1', 'a/b', '..', '100%', 'ñandú', '通話', 'sip:1@host;tag=2', 'x'.repeat(256)])(
    'take %s',
    (id) => {
      expect(CallId.parse(id)).toBe(id);
    },
  );

  it.each([
    ['nothing', ''],
    ['the joint of a key', 'acme#c-1'],
    ['a line break', 'c\n1'],
    ['a NUL', 'c\u00001'],
    ['half of a surrogate pair', 'c\ud8001'],
    ['more than 256 characters', 'x'.repeat(257)],
    ['more bytes than an S3 key has room for', '通'.repeat(53)],
  ])('refuse %s', (_, id) => {
    expect(CallId.safeParse(id).success).toBe(false);
    expect(TenantId.safeParse(id).success).toBe(false);
  });
});
