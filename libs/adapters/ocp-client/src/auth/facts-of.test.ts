import { readFileSync } from 'node:fs';
import { credentialFacts } from './facts-of.ts';

const cert = readFileSync(
  new URL('../../../../../fixtures/certificates/client.pem', import.meta.url),
  'utf8',
);
const jwt = `x.${Buffer.from('{"exp":1800000000}').toString('base64url')}.y`;

describe('credentialFacts', () => {
  it('tells when credentials end and how old they are, as far as it can be read', () => {
    const clientCertificate = { cert, key: 'k' };
    const facts = credentialFacts(
      {
        pat: { kind: 'pat', token: 't', issuedAt: '2026-01-01', expiresAt: '2027-01-01' },
        jwt: { kind: 'bearer', token: jwt },
        opaque: { kind: 'bearer', token: 'opaque' },
        certificate: { kind: 'certificate', clientCertificate },
        broken: { kind: 'certificate', clientCertificate: { cert: 'no certificate', key: 'k' } },
      },
      (name) => name.length,
    );
    expect(facts).toEqual([
      {
        name: 'pat',
        isPat: true,
        usedMs: 3,
        expiresMs: Date.UTC(2027, 0, 1),
        issuedMs: Date.UTC(2026, 0, 1),
      },
      { name: 'jwt', isPat: false, usedMs: 3, expiresMs: 1_800_000_000_000 },
      { name: 'opaque', isPat: false, usedMs: 6 },
      { name: 'certificate', isPat: false, usedMs: 11, expiresMs: expect.any(Number) },
      { name: 'broken', isPat: false, usedMs: 6 },
    ]);
    expect(facts[3]!.expiresMs).toBeGreaterThan(Date.UTC(2100, 0));
  });
});
