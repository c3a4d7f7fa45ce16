import { waitUntil } from '@recordings/test-kit';
import { small } from './audio.ts';
import { cdrEnd } from './call-events.ts';
import { readMetric } from './read-metric.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ MAX_RECORDING_BYTES: '300000', MAX_EVENTS_BYTES: '2000' });
});
afterAll(() => api.stop());

const refused = () =>
  api.logged
    .map((line) => JSON.parse(line) as { event: string })
    .filter(({ event }) => event === 'request_refused');

const countOf = (route: string, status: number): Promise<number> =>
  readMetric(api, 'http_requests_total', `route="${route}"`, `status="${status}"`);

const json = { 'content-type': 'application/json' };
const wav = { 'content-type': 'audio/wav' };
const raw = '/v1/recordings/:tenantId/:callId';
const byPush = { credential: 'push', tenantId: 'acme' };
const post = (body: string, headers: Record<string, string> = json) => ({
  method: 'POST',
  headers,
  body,
});
const put = (body: Uint8Array, headers: Record<string, string> = wav) => ({
  method: 'PUT',
  headers,
  body: new Uint8Array(body),
});
const foreign = JSON.stringify(cdrEnd('theirs', { groupId: 'Bolt_EN' }));
const gzip = { ...wav, 'content-encoding': 'gzip' };
const byKey = { credential: 'push' };
const sum = { ...wav, 'x-checksum-sha256': 'abc' };

describe('a refused request is counted, and logged in one line that names its sender', () => {
  it.each<[number, string, string, string, RequestInit & { key?: string }, object]>([
    [401, 'UNAUTHENTICATED', '/v1/events', '/v1/events', { ...post('{}'), key: 'nobody' }, {}],
    [
      403,
      'SCOPE_MISSING',
      '/v1/events',
      '/v1/events',
      { ...post('{}'), key: keys.console },
      { credential: 'console' },
    ],
    [
      403,
      'TENANT_FORBIDDEN',
      '/v1/events',
      '/v1/events',
      post(foreign),
      { credential: 'push', tenantId: 'bolt' },
    ],
    [400, 'EVENTS_MISSING', '/v1/events', '/v1/events', post(' '), byPush],
    [413, 'BODY_TOO_LARGE', '/v1/events', '/v1/events', post(`"${'x'.repeat(3_000)}"`), byPush],
    [415, 'EVENTS_NOT_TEXT', '/v1/events', '/v1/events', post('x', wav), byPush],
    [401, 'UNAUTHENTICATED', raw, '/v1/recordings/acme/c', { ...put(small), key: 'nobody' }, {}],
    [
      403,
      'TENANT_FORBIDDEN',
      raw,
      '/v1/recordings/bolt/c',
      put(small),
      { credential: 'push', tenantId: 'bolt' },
    ],
    [400, 'CALL_UNIDENTIFIED', raw, '/v1/recordings/acme/undefined', put(small), byPush],
    [400, 'CHECKSUM_INVALID', raw, '/v1/recordings/acme/c', put(small, sum), byPush],
    [413, 'RECORDING_TOO_LARGE', raw, '/v1/recordings/acme/c', put(Buffer.alloc(300_001)), byPush],
    [415, 'RECORDING_EXPECTED', raw, '/v1/recordings/acme/c', put(small, json), byPush],
    [415, 'FORM_EXPECTED', '/v1/recordings', '/v1/recordings', post('{}'), byPush],
    [
      404,
      'CALL_NOT_FOUND',
      '/v1/calls/:tenantId/:callId',
      '/v1/calls/acme/none?ani=1',
      { key: keys.console },
      { credential: 'console', tenantId: 'acme' },
    ],
    [404, 'ROUTE_UNKNOWN', 'none', '/v2/events', post('{}'), {}],
    [405, 'METHOD_NOT_ALLOWED', 'none', '/v1/calls/acme/one', post('{}'), {}],
    [400, 'ADDRESS_INVALID', 'none', '/v1/calls/acme/%zz', {}, {}],
    [415, 'ENCODING_UNKNOWN', raw, '/v1/recordings/acme/c', put(small, gzip), byKey],
    [415, 'ENCODING_UNKNOWN', '/v1/recordings', '/v1/recordings', post('x', gzip), byKey],
    [
      415,
      'EVENTS_UNDECODABLE',
      '/v1/events',
      '/v1/events',
      post('x', { ...json, 'content-encoding': 'zstd' }),
      byPush,
    ],
  ])('%i %s: %s', async (status, code, route, path, init, sender) => {
    const [lines, count] = [refused().length, await countOf(route, status)];
    const response = await api.send(path, init);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const type = `urn:recordings:problem:${code}`;
    const detail = expect.stringMatching(/./);
    expect(await response.json()).toMatchObject({ type, status, code, detail, message: detail });
    await waitUntil('it is logged', () => refused().length > lines);
    expect(await countOf(route, status)).toBe(count + 1);
    const logged = refused().slice(lines);
    expect(logged).toEqual([
      expect.objectContaining({ level: 'warn', route, status, code, reqId: expect.any(String), ...sender }),
    ]);
    if (!('credential' in sender)) expect(logged[0]).not.toHaveProperty('credential');
  });
});
