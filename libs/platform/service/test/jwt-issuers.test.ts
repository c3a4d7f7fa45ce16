import { startTestIssuer } from './start-test-issuer.ts';

const { issuer, start } = await startTestIssuer();

describe('JWT_ISSUERS', () => {
  it.each([
    ['plain HTTP', { jwksUrl: 'http://idp.example/jwks' }, /jwksUrl|https/],
    ['a shared secret', { algorithms: ['HS256'] }, /algorithms/],
    ['no algorithm', { algorithms: ['none'] }, /algorithms/],
    ['no audience', { audience: [] }, /audience/],
    ['a misspelt field', { tenant: ['acme'] }, /tenant/],
  ])('refuses %s', async (_, over, fault) => {
    await expect(start(issuer(over))).rejects.toThrow(fault);
  });

  it('refuses an issuer that is there twice', async () => {
    await expect(start(issuer(), issuer({ name: 'b' }))).rejects.toThrow(/twice/);
  });
});
