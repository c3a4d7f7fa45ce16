import { createHmac } from 'node:crypto';
import { base64url, exportSPKI, type JWTPayload } from 'jose';
import { good, ISSUER, NOW_S, refused, startTestIssuer } from './start-test-issuer.ts';

const idp = await startTestIssuer();
const { state, issuer, start, sign, ask } = idp;

const unsigned = (header: object, payload: object): string =>
  [header, payload].map((part) => base64url.encode(JSON.stringify(part))).join('.');

describe('a bearer token', () => {
  it('gives its caller the scopes and tenants of its claims, within those of its issuer', async () => {
    await start(issuer());
    expect(await ask(await sign())).toEqual({
      kind: 'accepted',
      credential: { name: 'idp:alice', tenants: ['acme'], scopes: ['calls:read'] },
    });
    expect(await idp.auth().metric('credential_uses_total{credential="idp",key="token"}')).toBe(1);
  });

  it('reads claims by configuration: words that mean scopes, a list, and no claim of tenants', async () => {
    const claims = { name: 'azp', scopes: '/realm/roles' };
    const scopes = { reader: ['calls:read', 'audio:read'], pusher: ['events:write'] };
    await start(issuer({ claims, scopes }));
    const payload = { ...good, azp: 'portal', realm: { roles: ['reader', 'calls:read', 'toString', 7] } };
    expect(await ask(await sign(payload))).toMatchObject({
      credential: { name: 'idp:portal', tenants: ['acme', 'bolt'], scopes: ['calls:read', 'audio:read'] },
    });
  });

  it('without tenants or scopes reaches nothing', async () => {
    await start(issuer());
    expect(await ask(await sign({ ...good, org: {}, scope: 'admin' }))).toMatchObject({
      credential: { tenants: [], scopes: [] },
    });
  });

  it.each<[string, JWTPayload]>([
    ['issuer', { ...good, iss: `${ISSUER}/` }],
    ['audience', { ...good, aud: 'elsewhere' }],
    ['audience', { ...good, aud: undefined }],
    ['expired', { ...good, exp: NOW_S - 31 }],
    ['no end', { ...good, exp: undefined }],
    ['not yet valid', { ...good, nbf: NOW_S + 31 }],
  ])('is refused: %s (%#)', async (reason, payload) => {
    await start(issuer());
    expect(await ask(await sign(payload))).toEqual(refused(reason));
    expect(await idp.auth().metric(`authentication_refusals_total{method="token",reason="${reason}"}`)).toBe(
      1,
    );
  });

  it('is accepted within the tolerance of clocks', async () => {
    await start(issuer());
    expect(await ask(await sign({ ...good, exp: NOW_S - 29, nbf: NOW_S + 29 }))).toMatchObject({
      kind: 'accepted',
    });
  });

  it('is refused if it is signed by another key, also one that says its id', async () => {
    await start(issuer());
    expect(await ask(await sign(good, { kid: 'one' }, 'stranger'))).toEqual(refused('signature'));
    const [head, , signature] = (await sign()).split('.');
    const forged = base64url.encode(JSON.stringify({ ...good, org: { tenants: ['bolt'] } }));
    expect(await ask([head, forged, signature].join('.'))).toEqual(refused('signature'));
  });

  it('is refused without a signature, and if the public key signs it as a shared secret', async () => {
    await start(issuer());
    expect(await ask(`${unsigned({ alg: 'none' }, good)}.`)).toEqual(refused('algorithm'));
    expect(await ask(`${unsigned({ alg: 'none', kid: 'one' }, good)}.x`)).toEqual(refused('algorithm'));
    const text = unsigned({ alg: 'HS256', kid: 'one' }, good);
    const secret = await exportSPKI(idp.pairs['one']!.publicKey);
    const mac = createHmac('sha256', secret).update(text).digest('base64url');
    expect(await ask(`${text}.${mac}`)).toEqual(refused('algorithm'));
    expect(state.asked).toBe(0);
  });

  it('is refused if its algorithm is not the configured one, though the key is published', async () => {
    state.published = ['one', 'ec'];
    await start(issuer());
    expect(await ask(await sign(good, { alg: 'ES256', kid: 'ec' }))).toEqual(refused('algorithm'));
    idp.auth().stop();
    await start(issuer({ algorithms: ['ES256'] }));
    expect(await ask(await sign(good, { alg: 'ES256', kid: 'ec' }))).toMatchObject({ kind: 'accepted' });
  });

  it.each([
    ['nothing', ''],
    ['one word', 'abc'],
    ['dots', '...'],
    ['parts that are not JSON', 'a.b.c'],
    ['an encrypted token', 'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d'],
    ['a payload that is no object', `${base64url.encode('{"alg":"RS256"}')}.${base64url.encode('[]')}.a`],
  ])('is refused if it is %s', async (_, token) => {
    await start(issuer());
    expect(await ask(token)).toMatchObject({ kind: 'refused' });
  });

  it('is refused without being read if it is huge', async () => {
    await start(issuer());
    expect(await ask(await sign({ ...good, padding: 'x'.repeat(10_000) }))).toEqual(refused('too long'));
    expect(state.asked).toBe(0);
  });

  it('is not read beside a key: a wrong key is refused', async () => {
    await start(issuer());
    expect(await ask(await sign(), { 'x-api-key': 'wrong' })).toMatchObject({ kind: 'refused' });
  });

  it('is nothing to a service without issuers', async () => {
    await start();
    expect(await ask(await sign())).toMatchObject({ message: 'a valid X-API-Key header is required' });
  });

  it('is verified by the keys of its own issuer only', async () => {
    await start(
      issuer(),
      issuer({ name: 'other', issuer: 'https://other.example', jwksUrl: 'https://127.0.0.1:1/' }),
    );
    expect(await ask(await sign({ ...good, iss: 'https://other.example' }))).toMatchObject({
      kind: 'unavailable',
    });
    expect(await ask(await sign())).toMatchObject({ kind: 'accepted' });
  });
});
