import type { KnownRoute } from '@recordings/service';
import { small } from './audio.ts';
import { cdrEnd } from './call-events.ts';
import { pushRaw } from './push.ts';
import { readRoutes } from './read-routes.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { allScopes, credentialOf, credentials } from './test-keys.ts';

const wrongScope = 'key-without-a-scope-here';
const otherTenant = 'key-of-another-tenant';
const API_CREDENTIALS = JSON.stringify([
  ...credentials,
  credentialOf('wrong-scope', wrongScope, ['acme'], ['executions:run']),
  credentialOf('other-tenant', otherTenant, ['cato'], allScopes),
]);

const json = { 'content-type': 'application/json' };
const range = 'tenant=acme&group=Acme_EN&from=2026-01-15T00:00:00Z&to=2026-01-16T00:00:00Z';
const form = (): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries({ callId: 'x', groupId: 'Acme_EN' })) data.append(name, value);
  data.append('file', new Blob([new Uint8Array(small)], { type: 'audio/wav' }), 'x.wav');
  return data;
};
/** A request for something of Acme's by each route. A new route needs one. */
const requests: Readonly<Record<string, () => [path: string, init?: RequestInit]>> = {
  'POST /v1/events': () => ['/v1/events', { body: JSON.stringify(cdrEnd('x')), headers: json }],
  'POST /v1/recordings': () => ['/v1/recordings', { body: form() }],
  'PUT /v1/recordings/:tenantId/:callId': () => [
    '/v1/recordings/acme/x',
    { body: new Uint8Array(small), headers: { 'content-type': 'audio/wav' } },
  ],
  'GET /v1/calls/:tenantId/:callId': () => ['/v1/calls/acme/ours?audio=link'],
  'GET /v1/calls': () => [`/v1/calls?${range}`],
  'GET /v1/completeness': () => [`/v1/completeness?${range}`],
};

const all = await readRoutes();
const guarded = all.filter(({ scope }) => scope !== undefined);
const nameOf = ({ method, url }: KnownRoute): string => `${method === 'HEAD' ? 'GET' : method} ${url}`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ API_CREDENTIALS });
  await pushRaw(api, 'ours', small);
});
afterAll(() => api.stop());

const send = async (route: KnownRoute, headers: Readonly<Record<string, string>>) => {
  const [path, init = {}] = requests[nameOf(route)]!();
  const all = { ...(init.headers as object), ...headers };
  const answer = await fetch(`${api.url}${path}`, { ...init, method: route.method, headers: all });
  const text = await answer.text();
  return {
    status: answer.status,
    code: text === '' ? undefined : (JSON.parse(text) as { code: string }).code,
  };
};

it('leaves nothing open but the documentation', () => {
  const open = all.filter(({ scope }) => scope === undefined).map(({ url }) => url);
  expect(new Set(open)).toEqual(new Set(['/docs', '/docs/openapi.json']));
  expect(guarded.length).toBeGreaterThanOrEqual(5);
});

describe.each(guarded.map((route) => [`${route.method} ${route.url}`, route] as const))('%s', (_, route) => {
  it('has an example here', () => expect(Object.keys(requests)).toContain(nameOf(route)));

  it.each([
    ['no key', {}],
    ['an unknown key', { 'x-api-key': 'nobody' }],
    ['a basic login', { authorization: 'Basic eDp5' }],
    ['the subject of a certificate', { 'x-amzn-mtls-clientcert-subject': 'CN=ocp' }],
  ])('refuses %s', async (_what, headers) => {
    expect((await send(route, headers as Record<string, string>)).status).toBe(401);
  });

  it('refuses a key without its scope', async () => {
    const { status, code } = await send(route, { 'x-api-key': wrongScope });
    expect([status, code ?? 'SCOPE_MISSING']).toEqual([403, 'SCOPE_MISSING']);
  });

  it('refuses the key of another tenant', async () => {
    const { status, code } = await send(route, { 'x-api-key': otherTenant });
    expect([403, 404]).toContain(status);
    expect(['TENANT_FORBIDDEN', 'CALL_NOT_FOUND', undefined]).toContain(code);
    expect(await api.call('x')).toBeUndefined();
  });
});
