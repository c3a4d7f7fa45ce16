import { generateKeyPairSync, sign } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startServer, waitUntil } from '@recordings/test-kit';
import { small } from './audio.ts';
import { cdrEnd } from './call-events.ts';
import { pushRaw } from './push.ts';
import { closeSockets, headOf, openSocket, written } from './raw-socket.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { credentials } from './test-keys.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ISSUER = 'https://idp.example';
const SUBJECT = 'CN=ocp.acme.example,O=Acme';

const tokenOf = (over: object = {}, kid = 'one'): string => {
  const payload = { iss: ISSUER, aud: 'recordings', sub: 'alice', exp: Math.floor(Date.now() / 1000) + 600 };
  const text = [
    { alg: 'RS256', kid },
    { ...payload, scope: 'calls:read audio:read', ...over },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
};

let isDown = false;
/** Called when the keys are asked for. They are answered when it resolves. */
let onKeysAsked: () => Promise<void> | undefined = () => undefined;
let jwks: Awaited<ReturnType<typeof startServer>>;
let api: TestApi;
const start = (settings: Record<string, string> = {}): Promise<TestApi> =>
  startTestApi({
    ...settings,
    API_CREDENTIALS: JSON.stringify([
      ...credentials,
      {
        name: 'by-certificate',
        tenants: ['acme'],
        scopes: ['events:write'],
        certificates: [{ subject: SUBJECT }],
      },
    ]),
    JWT_ISSUERS: JSON.stringify([
      {
        name: 'idp',
        issuer: ISSUER,
        audience: ['recordings'],
        jwksUrl: jwks.url,
        tenants: ['acme'],
        claims: {},
      },
    ]),
    MTLS_TRUSTED_PROXIES: '127.0.0.1',
  });
beforeAll(async () => {
  jwks = await startServer((_, response) => {
    const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }];
    void Promise.resolve(onKeysAsked()).then(() =>
      response.writeHead(isDown ? 500 : 200).end(JSON.stringify({ keys })),
    );
  });
  api = await start();
  await pushRaw(api, 'ours', small);
});
afterAll(async () => {
  await api.stop();
  await jwks.stop();
});

const get = (path: string, token: string, of: TestApi = api): Promise<Response> =>
  fetch(`${of.url}${path}`, { headers: { authorization: `Bearer ${token}` } });

describe('a bearer token', () => {
  it('gives a link to audio, and its caller is in the history of the call', async () => {
    const answer = await get('/v1/calls/acme/ours?audio=link', tokenOf());
    expect(answer.status).toBe(200);
    expect(await answer.json()).toHaveProperty('audioLink');
    expect((await api.call('ours'))!.lastAudioLink!.by).toBe('idp:alice');
  });

  it('reaches no other tenant, and nothing without a scope', async () => {
    expect((await get('/v1/calls/bolt/ours', tokenOf())).status).toBe(404);
    const answer = await get('/v1/calls/acme/ours', tokenOf({ scope: 'events:write' }));
    expect(await answer.json()).toMatchObject({ status: 403, code: 'SCOPE_MISSING' });
  });

  it('that is wrong is answered 401, with the ways to say who one is, and is not logged', async () => {
    const token = tokenOf({ exp: 1 });
    const answer = await get('/v1/calls/acme/ours', token);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'X-API-Key, Bearer']);
    expect(await answer.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(api.logged.join('')).not.toContain(token);
  });

  it('is answered 503, to be sent again, if the keys of its issuer cannot be read', async () => {
    isDown = true;
    const other = await start();
    const answer = await get('/v1/calls/acme/ours', tokenOf(), other);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.json()).toMatchObject({ code: 'TRY_AGAIN' });
    await other.stop();
    isDown = false;
  });
});

describe('a bearer token of an unknown key', () => {
  it('is answered 503, to be sent again, while the key may be newer than ours; and 429 after too many', async () => {
    const fresh = await start({ MAX_FAILED_KEYS_PER_MINUTE: '5' });
    const answers: Response[] = [];
    for (let n = 0; n < 8; n += 1)
      answers.push(await get('/v1/calls/acme/ours', tokenOf({}, `invented-${n}`), fresh));
    expect(answers.map(({ status }) => status)).toEqual([401, 503, 503, 503, 503, 429, 429, 429]);
    const waitS = Number(answers[1]!.headers.get('retry-after'));
    expect(waitS).toBeGreaterThan(0);
    expect(waitS).toBeLessThanOrEqual(30);
    expect(await answers[1]!.json()).toMatchObject({ code: 'TRY_AGAIN' });
    expect((await get('/v1/calls/acme/ours', tokenOf(), fresh)).status).toBe(404);
    await fresh.stop();
  });
});

describe('a client certificate that the load balancer verified', () => {
  const post = (subject: string): Promise<Response> =>
    fetch(`${api.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-amzn-mtls-clientcert-subject': subject },
      body: JSON.stringify(cdrEnd('by-certificate')),
    });

  it('sends events as its credential', async () => {
    expect((await post(`${SUBJECT},C=ES`)).status).toBe(401);
    expect((await post(SUBJECT)).status).toBe(200);
    expect(await api.call('by-certificate')).toMatchObject({ hasCdrEnd: true });
  });
});

describe('senders that leave while their token is checked', () => {
  afterEach(closeSockets);

  it('do not count as uploads of their credential', async () => {
    const fresh = await start({ MAX_UPLOADS_PER_CREDENTIAL: '1' });
    const headers = {
      Authorization: `Bearer ${tokenOf({ scope: 'recordings:write' })}`,
      'X-Group-Id': 'Acme_EN',
      'Content-Type': 'audio/wav',
      'Content-Length': small.length,
    };
    onKeysAsked = async () => {
      socket.destroy();
      await delay(200); // Until the service has seen it.
    };
    const socket = await openSocket(fresh.url);
    try {
      await written(socket, headOf('PUT', '/v1/recordings/acme/left', headers));
      await waitUntil('the upload has ended', () => fresh.logged.some((line) => line.includes('BROKEN_OFF')));
      const answer = await fetch(`${fresh.url}/v1/recordings/acme/next`, {
        method: 'PUT',
        body: small,
        headers: { ...headers, 'Content-Length': String(small.length) },
      });
      expect(answer.status).toBe(201);
    } finally {
      onKeysAsked = () => undefined;
      await fresh.stop();
    }
  });
});
