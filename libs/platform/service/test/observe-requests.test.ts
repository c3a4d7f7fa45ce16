import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { waitUntil } from '@recordings/test-kit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { type Metrics, makeLogger, makeMetrics, observeRequests, requireScope } from '../src/index.ts';
import { startTestAuth } from './start-test-auth.ts';

const PHONE = '15550100123';
const KEY = 'key-of-a-sender-71c2';
const { authenticate } = await startTestAuth([
  {
    name: 'acme-ocp',
    keySha256: createHash('sha256').update(KEY).digest('hex'),
    tenants: ['acme'],
    scopes: ['events:write'],
  },
]);

type Line = { event: string; level: string; reqId: string; route: string; status: number; code?: string };

let app: FastifyInstance;
let metrics: Metrics;
let text: string;
let release: () => void;
const linesOf = (event: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => line.event === event);

beforeEach(() => {
  text = '';
  const log = makeLogger({ service: 'api', level: 'warn' }, { write: (line) => void (text += line) });
  app = Fastify({ loggerInstance: log as FastifyBaseLogger });
  metrics = makeMetrics('api');
  observeRequests(app, metrics);
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  app.post(
    '/v1/events/:id',
    { bodyLimit: 100, onRequest: requireScope(authenticate, 'events:write') },
    () => ({}),
  );
  app.post('/v1/other', { onRequest: requireScope(authenticate, 'audio:read') }, () => ({}));
  app.get('/v1/bad', (request, reply) => {
    request.tenantId = 'acme';
    return reply.code(400).send({ code: 'BAD', message: PHONE });
  });
  app.get('/v1/down', (_, reply) => reply.code(503).send({ code: 'DOWN' }));
  app.get('/v1/slow', async (_, reply) => {
    await held;
    return reply.code(400).send({ code: 'SLOW' });
  });
});
afterEach(async () => {
  release();
  await app.close();
});

const headers = { 'x-api-key': KEY, 'content-type': 'application/json' };
const query = `?ani=${PHONE}`;
const countOf = async (route: string, status: number): Promise<number> => {
  const body = await metrics.exposition();
  const series = `http_requests_total{route="${route}",status="${status}",service="api"}`;
  return Number(
    body
      .split('\n')
      .find((line) => line.startsWith(series))
      ?.split(' ')
      .at(-1) ?? 0,
  );
};

describe('a request', () => {
  const events = '/v1/events/:id';
  const known = { credential: 'acme-ocp', tenantId: 'acme' };
  it.each<[number, string, string | undefined, object, object]>([
    [401, events, 'UNAUTHENTICATED', { headers: { 'x-api-key': 'unknown-51c7' } }, {}],
    [400, events, 'FST_ERR_CTP_INVALID_JSON_BODY', { headers, payload: '{' }, known],
    [413, events, 'FST_ERR_CTP_BODY_TOO_LARGE', { headers, payload: `"${'x'.repeat(200)}"` }, known],
    [
      415,
      events,
      'FST_ERR_CTP_INVALID_MEDIA_TYPE',
      { headers: { ...headers, 'content-type': `text/${PHONE}` } },
      known,
    ],
    [403, '/v1/other', 'SCOPE_MISSING', { headers, payload: '{}' }, known],
    [400, '/v1/bad', 'BAD', { method: 'GET' }, { tenantId: 'acme' }],
    [404, 'none', undefined, { url: `/v1/${PHONE}${query}` }, {}],
  ])(
    'that is refused with %i is counted, and logged in one line',
    async (status, route, code, request, sender) => {
      const url = `${route.replace(':id', PHONE)}${query}`;
      expect((await app.inject({ method: 'POST', url, payload: '{}', ...request })).statusCode).toBe(status);
      const [line, ...others] = linesOf('request_refused');
      expect(others).toEqual([]);
      expect(line).toMatchObject({
        level: 'warn',
        route,
        status,
        reqId: expect.stringMatching(/./),
        ...sender,
      });
      expect(line?.code).toBe(code);
      expect(Object.keys(line!)).not.toContain(Object.keys(sender).length === 0 ? 'tenantId' : 'headers');
      expect(text).not.toMatch(new RegExp(`${PHONE}|${KEY}|unknown-51c7`));
      expect(await countOf(route, status)).toBe(1);
    },
  );

  it('that is served is counted and timed, but not logged', async () => {
    expect(
      (await app.inject({ method: 'POST', url: '/v1/events/1', headers, payload: '{}' })).statusCode,
    ).toBe(200);
    expect(await countOf(events, 200)).toBe(1);
    expect(await metrics.exposition()).toContain(
      'http_request_duration_seconds_count{service="api",route="/v1/events/:id"} 1',
    );
    expect(text).toBe('');
  });

  it('that fails with 5xx is counted, but not logged as refused', async () => {
    expect((await app.inject('/v1/down')).statusCode).toBe(503);
    expect(await countOf('/v1/down', 503)).toBe(1);
    expect(linesOf('request_refused')).toEqual([]);
  });

  it('whose sender closes the connection before the answer is counted and logged once', async () => {
    const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    const gone = new Promise<void>((resolve) => {
      app.server.once('request', (_, response) => response.once('close', resolve));
    });
    const socket = connect(Number(port), '127.0.0.1');
    try {
      socket.write('GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n');
      await new Promise((resolve) => app.server.once('request', resolve));
      socket.resetAndDestroy();
      await gone;
      release();
      await waitUntil('it is counted', async () => (await countOf('/v1/slow', 400)) > 0);
      expect(await countOf('/v1/slow', 400)).toBe(1);
      expect(linesOf('request_refused')).toHaveLength(1);
    } finally {
      socket.destroy();
    }
  });
});
