import { connect, type Socket } from 'node:net';
import { DomainError } from '@recordings/fault';
import { metricSum, waitUntil } from '@recordings/test-kit';
import type { FastifyInstance } from 'fastify';
import type { Problem } from '../src/http/problem.ts';
import { type Metrics, makeHttpApp, makeLogger, makeMetrics } from '../src/index.ts';

const CANARY = 'canary-15550100123';

class TooOldError extends DomainError {
  readonly code = 'TOO_OLD';
  readonly fault = 'permanent';
}

let app: FastifyInstance;
let metrics: Metrics;
let lines: Record<string, unknown>[];
let url: string;
const start = async (headersTimeoutMs: number): Promise<void> => {
  lines = [];
  metrics = makeMetrics('api');
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  app = makeHttpApp({
    log: makeLogger({ service: 'api', level: 'trace' }, { write }),
    metrics,
    headersTimeoutMs,
    refusalStatusOf: ({ code }) => (code === 'TOO_OLD' ? 409 : undefined),
  });
  app.post('/v1/calls/:id', { bodyLimit: 100 }, () => ({}));
  app.put('/v1/calls/:id', () => Promise.reject(new TooOldError('the call is too old')));
  app.delete('/v1/calls/:id', () => Promise.reject(new Error(`no table ${CANARY}`)));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
};
beforeEach(() => start(20_000));
afterEach(() => app.close());

const countOf = async (route: string, status: number): Promise<number> =>
  metricSum(await metrics.exposition(), 'http_requests_total', `route="${route}",status="${status}"`);

const problemOf = (status: number, code: string) => ({
  type: `urn:recordings:problem:${code}`,
  title: expect.stringMatching(/^[A-Z][a-z]/) as string,
  status,
  detail: expect.stringMatching(/./) as string,
  code,
});

const json = { 'content-type': 'application/json' };

describe('an error', () => {
  it.each<[number, string, string, string, RequestInit]>([
    [404, 'ROUTE_UNKNOWN', 'none', '/v2/calls', { method: 'POST', body: '{}', headers: json }],
    [404, 'ROUTE_UNKNOWN', 'none', '/v2/calls', { method: 'POST', body: 'x'.repeat(5_000), headers: json }],
    [405, 'METHOD_NOT_ALLOWED', 'none', '/v1/calls/1', {}],
    [400, 'ADDRESS_INVALID', 'none', '/v1/calls/%zz', {}],
    [400, 'BODY_NOT_JSON', '/v1/calls/:id', '/v1/calls/1', { method: 'POST', body: '{', headers: json }],
    [
      413,
      'BODY_TOO_LARGE',
      '/v1/calls/:id',
      '/v1/calls/1',
      { method: 'POST', body: `"${'x'.repeat(200)}"`, headers: json },
    ],
    [
      415,
      'MEDIA_TYPE_UNKNOWN',
      '/v1/calls/:id',
      '/v1/calls/1',
      { method: 'POST', body: 'x', headers: { 'content-type': `a/${CANARY}` } },
    ],
    [409, 'TOO_OLD', '/v1/calls/:id', '/v1/calls/1', { method: 'PUT' }],
    [500, 'INTERNAL_ERROR', '/v1/calls/:id', '/v1/calls/1', { method: 'DELETE' }],
  ])(
    '%i %s is a problem of RFC 9457, logged and counted, without the query',
    async (status, code, route, path, init) => {
      const response = await fetch(`${url}${path}?ani=${CANARY}`, init);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      const text = await response.text();
      const problem = JSON.parse(text) as Problem;
      expect(problem).toMatchObject(problemOf(status, code));
      const line = lines.find(({ event }) => event === (status < 500 ? 'request_refused' : 'request_failed'));
      expect(line).toMatchObject({ status });
      expect(problem.instance).toBe(`urn:recordings:request:${String(line!['reqId'])}`);
      expect(text).not.toContain(CANARY);
      if (status < 500) expect(JSON.stringify(lines)).not.toContain(CANARY);
      expect(await countOf(route, status)).toBe(1);
    },
  );

  it('that is the reason of an aborted signal, or that the log cannot write, is answered 500 too', async () => {
    const other = makeHttpApp({
      log: makeLogger({ service: 'api', level: 'info' }, { write: () => undefined }),
    });
    other.get('/timeout', async () => Promise.reject(AbortSignal.abort().reason));
    const unwritable = {
      get cause(): never {
        throw new Error('no value');
      },
    };
    other.get('/unwritable', async () => Promise.reject(unwritable));
    for (const path of ['/timeout', '/unwritable']) {
      expect([path, (await other.inject(path)).statusCode]).toEqual([path, 500]);
    }
    await other.close();
  });

  it('405 lists the methods of the path', async () => {
    const response = await fetch(`${url}/v1/calls/1`, { method: 'PATCH' });
    expect(response.headers.get('allow')).toBe('DELETE, POST, PUT');
  });

  it('has an instance that no other request has', async () => {
    const instances = await Promise.all(
      [1, 2].map(async () => ((await (await fetch(`${url}/none`)).json()) as Problem).instance),
    );
    expect(new Set(instances).size).toBe(2);
  });
});

/** A connection that sends bytes, and everything that the server answers until it closes the connection. */
const openConnection = (port: string, bytes = '') => {
  const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
  const answer = new Promise<string>((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk)));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
  return { socket, answer };
};

const exchange = (bytes: string): Promise<string> => openConnection(new URL(url).port, bytes).answer;

/** Sends the bytes. When the service has them, the time that it gives a client for its headers ends. */
const exchangeSlowly = async (bytes: string): Promise<string> => {
  const accepted = new Promise<Socket>((resolve) => app.server.once('connection', resolve));
  const answer = exchange(bytes);
  const socket = await accepted;
  await waitUntil('the bytes have come', () => socket.bytesRead === bytes.length);
  app.server.headersTimeout = 1;
  return answer;
};

describe('a request that cannot be read', () => {
  const head = (lines: string): string => `GET /v1/calls/1?ani=${CANARY} HTTP/1.1\r\n${lines}\r\n\r\n`;
  it.each([
    [400, 'REQUEST_MALFORMED', `NONSENSE ${CANARY}\r\n\r\n`],
    [400, 'REQUEST_MALFORMED', head(`Host: x\r\nContent-Length: ${CANARY}`)],
    [400, 'REQUEST_MALFORMED', head('Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5')],
    [431, 'HEADERS_TOO_LARGE', head(`Host: x\r\nX-Large: ${'x'.repeat(20_000)}`)],
    [408, 'REQUEST_TOO_SLOW', `GET /v1/calls/1?ani=${CANARY} HTTP/1.1\r\nHost: x`],
    [417, 'EXPECTATION_UNKNOWN', head('Host: x\r\nExpect: miracles')],
    [400, 'HOST_MISSING', head('Connection: close')],
  ])(
    'gets %i %s in the same form, is logged and counted, and its connection is closed',
    async (status, code, bytes) => {
      const answer = await (status === 408 ? exchangeSlowly : exchange)(bytes);
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
      const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
      expect(JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1))).toMatchObject(
        problemOf(status, code),
      );
      expect(lines.find(({ event }) => event === 'request_refused')).toMatchObject({
        status,
        code,
        route: 'none',
      });
      expect(`${answer}${JSON.stringify(lines)}`).not.toContain(CANARY);
      expect(await countOf('none', status)).toBe(1);
    },
  );

  it('that sends no byte is closed after the time of a head, without an answer', async () => {
    await app.close();
    await start(300);
    expect(await exchange('')).toBe('');
    expect(lines.filter(({ event }) => event === 'request_refused')).toEqual([]);
  });
});

describe('an app that is closing', () => {
  it('answers 503 with Retry-After to a request on a connection that was open before, and closes it', async () => {
    let release = (): void => undefined;
    const stopping = makeHttpApp({ log: makeLogger({ service: 'api', level: 'silent' }) });
    const slow = new Promise((resolve) => (release = () => resolve({})));
    stopping.get('/slow', () => slow);
    const { port } = new URL(await stopping.listen({ host: '127.0.0.1', port: 0 }));
    const accepted = new Promise((resolve) => stopping.server.once('connection', resolve));
    const { socket, answer } = openConnection(port);
    await accepted;
    const slowAnswer = openConnection(port, 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n').answer;
    await new Promise((resolve) => stopping.server.once('request', resolve));
    const closing = stopping.close();
    socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 1\r\n[^]*"code":"STOPPING"/);
    release();
    expect(await slowAnswer).toMatch(/^HTTP\/1\.1 200 /);
    await closing;
  });
});
