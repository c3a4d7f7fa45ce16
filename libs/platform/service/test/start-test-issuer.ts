import { jest } from '@jest/globals';
import { startServer } from '@recordings/test-kit';
import {
  exportJWK,
  type GenerateKeyPairResult,
  generateKeyPair,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { startTestAuth, type TestAuth } from './start-test-auth.ts';

export const ISSUER = 'https://idp.example/acme';
export const NOW_S = Math.floor(Date.UTC(2026, 11, 1) / 1000);
const anyKey = [{ name: 'x', keySha256: 'a'.repeat(64), tenants: ['x'], scopes: ['calls:read'] }];

/** What a good token says. */
export const good = {
  ...{ iss: ISSUER, aud: 'recordings', sub: 'alice', exp: NOW_S + 600 },
  ...{ scope: 'calls:read other', org: { tenants: ['acme', 'cato'] } },
};

/** The answer to a token that is refused for this reason. */
export const refused = (reason: string) => ({
  kind: 'refused',
  message: `the bearer token is refused: ${reason}`,
  challenge: 'X-API-Key, Bearer',
});

/**
 * An issuer with a server of its keys, and a service that accepts its tokens, for all tests of a file. Before each test
 * the issuer is as at the start, and time stands still. After each test the service is stopped.
 */
export const startTestIssuer = async () => {
  const pairs: Record<string, GenerateKeyPairResult> = {};
  for (const kid of ['one', 'two', 'stranger']) {
    pairs[kid] = await generateKeyPair('RS256', { extractable: true });
  }
  pairs['ec'] = await generateKeyPair('ES256', { extractable: true });
  const state = {
    /** Ids of the keys that the issuer publishes. */
    published: ['one'],
    answer: 'keys' as 'keys' | 'down' | 'rubbish' | 'elsewhere',
    /** How often its keys were asked for. */
    asked: 0,
    elapsedMs: 0,
  };
  const server = await startServer((_, response) => {
    state.asked += 1;
    if (state.answer === 'elsewhere') return response.writeHead(302, { location: '/other' }).end();
    if (state.answer !== 'keys')
      return response.writeHead(state.answer === 'down' ? 500 : 200).end('rubbish');
    const keys = state.published.map(async (kid) => ({ ...(await exportJWK(pairs[kid]!.publicKey)), kid }));
    void Promise.all(keys).then((all) => response.end(JSON.stringify({ keys: all })));
  });
  const jwksUrl = `${server.url}/jwks`;
  let auth: TestAuth | undefined;
  beforeEach(() => {
    Object.assign(state, { published: ['one'], answer: 'keys', asked: 0, elapsedMs: 0 });
    jest.spyOn(Date, 'now').mockImplementation(() => NOW_S * 1000);
    jest.spyOn(performance, 'now').mockImplementation(() => state.elapsedMs);
  });
  afterEach(() => {
    auth?.stop();
    jest.restoreAllMocks();
  });
  afterAll(() => server.stop());
  return {
    state,
    pairs,
    auth: () => auth!,
    issuer: (over: object = {}) => ({
      ...{ name: 'idp', issuer: ISSUER, audience: ['recordings'], jwksUrl, tenants: ['acme', 'bolt'] },
      ...{ claims: { tenants: '/org/tenants', scopes: 'scope' } },
      ...over,
    }),
    start: async (...issuers: object[]): Promise<void> => {
      auth = await startTestAuth(anyKey, { JWT_ISSUERS: JSON.stringify(issuers) });
    },
    /** @param by the key that signs, if it is not the one of the header. */
    sign: (payload: JWTPayload = good, header: Partial<JWTHeaderParameters> = {}, by?: string) => {
      const kid = by ?? header.kid ?? 'one';
      return new SignJWT(payload)
        .setProtectedHeader({ alg: 'RS256', kid, ...header })
        .sign(pairs[kid]!.privateKey);
    },
    ask: async (token: string, headers: Readonly<Record<string, string>> = {}) =>
      auth!.authenticate({
        headers: { authorization: `Bearer ${token}`, ...headers },
        peerAddress: undefined,
      }),
  };
};
