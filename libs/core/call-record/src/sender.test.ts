import { senderIdOf } from './sender.ts';

const many = Array.from({ length: 40 }, (_, n) => `tenant-${n}`);

describe('senderIdOf', () => {
  it.each([
    ['one tenant', ['acme'], 'acme'],
    ['several tenants, in one order', ['core', 'acme', 'core'], 'acme+core'],
    ['a tenant with a plus sign', ['acme+core'], 'acme%2Bcore'],
    ['a tenant with a slash and dots', ['../x'], '..%2Fx'],
  ])('names %s', (_, tenants, id) => {
    expect(senderIdOf(tenants)).toBe(id);
  });

  it('is short for many tenants, and differs for other tenants', () => {
    expect(senderIdOf(many)).toMatch(/^\+[0-9a-f]{64}$/);
    expect(senderIdOf(many)).toBe(senderIdOf(many.toReversed()));
    expect(senderIdOf(many)).not.toBe(senderIdOf([...many, 'one-more']));
  });

  it('gives text that has UTF-8 for a tenant that has none', () => {
    expect(senderIdOf(['\ud800'])).toBe('%EF%BF%BD');
  });
});
