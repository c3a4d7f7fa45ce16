import { makeHash } from './make-hash.ts';

const SECRET = 'a secret of at least 32 characters';

describe('makeHash', () => {
  it('gives equal hashes for equal values of a tenant, and shows that they are hashes', () => {
    const hash = makeHash(SECRET, 'acme');
    expect(hash('Jo')).toMatch(/^hmac-sha256:[\w-]{43}$/);
    expect(hash('Jo')).toBe(makeHash(SECRET, 'acme')('Jo'));
    expect(hash('Jo')).not.toBe(hash('Jo '));
  });

  it('leaves a hash as it is, so that an event may be read twice', () => {
    const hash = makeHash(SECRET, 'acme');
    expect(hash(hash('Jo'))).toBe(hash('Jo'));
    expect(hash('hmac-sha256:Jo')).toMatch(/^hmac-sha256:[\w-]{43}$/);
  });

  it('gives other hashes for another tenant, and by another secret', () => {
    const hashes = [makeHash(SECRET, 'acme'), makeHash(SECRET, 'bolt'), makeHash(`${SECRET}.`, 'acme')];
    expect(new Set(hashes.map((hash) => hash('Jo'))).size).toBe(3);
  });
});
