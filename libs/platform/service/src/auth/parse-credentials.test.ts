import { parseCredentials } from './parse-credentials.ts';

const HASH = 'a1'.repeat(32);
const entry = { name: 'push', keySha256: HASH, tenants: ['acme'], scopes: ['events:write'] };
const parse = (...entries: object[]) => parseCredentials(JSON.stringify(entries));
const faultsOf = (...entries: object[]): string => {
  const parsed = parse(...entries);
  return 'faults' in parsed ? parsed.faults.join('\n') : 'none';
};

describe('parseCredentials', () => {
  it('takes an entry with one key and no dates, as older versions wrote it', () => {
    expect(parse(entry, { ...entry, keySha256: 'b2'.repeat(32) })).toMatchObject({
      entries: [{ ...entry, keys: [], certificates: [] }, { keySha256: 'b2'.repeat(32) }],
    });
  });

  it('takes several keys with dates beside the key of an older version', () => {
    const keys = [
      { id: 'next', sha256: 'c3'.repeat(32), notBefore: '2026-12-01', expires: '2027-12-01T10:00:00+01:00' },
    ];
    expect(parse({ ...entry, keys })).toMatchObject({
      entries: [{ keys: [{ notBefore: Date.UTC(2026, 11, 1), expires: Date.UTC(2027, 11, 1, 9) }] }],
    });
  });

  it.each([
    [
      'the name of the sender of exported events',
      { ...entry, name: 'export' },
      'entry 0.name: must not be "export", the sender of exported events',
    ],
    ['no key', { ...entry, keySha256: undefined }, 'entry 0: must have keySha256, keys or certificates'],
    [
      'a key in clear',
      { ...entry, keySha256: 'my-secret-key' },
      'entry 0.keySha256: must be a SHA-256 in lower-case hex',
    ],
    [
      'a key under an unknown field',
      { ...entry, keys: [{ id: 'a', sha256: HASH, 'my-secret-key': 'my-secret-key' }] },
      'entry 0.keys.0: has a field that is not known',
    ],
    [
      'a misspelt end',
      { ...entry, keys: [{ id: 'a', sha256: HASH, expire: '2026-01-01' }] },
      'entry 0.keys.0: has a field that is not known',
    ],
    [
      'an end that is no time',
      { ...entry, keys: [{ id: 'a', sha256: HASH, expires: 'my-secret-key' }] },
      'entry 0.keys.0.expires: must be a day (2026-12-01)',
    ],
    [
      'an end before its beginning',
      { ...entry, keys: [{ id: 'a', sha256: HASH, notBefore: '2026-02-01', expires: '2026-01-01' }] },
      'entry 0.keys.0: must have notBefore before expires',
    ],
    ['an unknown scope', { ...entry, scopes: ['my-secret-key:write'] }, 'entry 0.scopes.0: '],
    ['no tenant', { ...entry, tenants: [] }, 'entry 0.tenants: '],
  ])('refuses %s, says where it is, and repeats no value', (_, wrong, fault) => {
    expect(faultsOf(wrong)).toContain(fault);
    expect(faultsOf(wrong)).not.toContain('my-secret-key');
    expect(faultsOf(wrong)).not.toContain(HASH);
  });

  it('refuses a key of two callers, and two keys with one id', () => {
    expect(faultsOf(entry, { ...entry, name: 'console' })).toMatch(/^entry 1: has a key/);
    const keys = ['c3', 'd4'].map((byte) => ({ id: 'one', sha256: byte.repeat(32) }));
    expect(faultsOf({ ...entry, keys })).toMatch(/^entry 0: has a key/);
  });

  it('refuses a certificate of two callers', () => {
    const certificates = [{ subject: 'CN=ocp' }];
    const other = { ...entry, name: 'other', keySha256: undefined, certificates };
    expect(faultsOf({ ...entry, certificates }, other)).toMatch(
      /^entry 1: has a key, the id of a key or a cert/,
    );
    expect(faultsOf(entry, { ...other, certificates: [{ subject: '' }] })).toContain(
      'entry 1.certificates.0.subject',
    );
  });

  it('refuses text that is not JSON', () => {
    expect(parseCredentials('{"my-secret-key')).toEqual({ faults: ['the value is not JSON'] });
  });
});
