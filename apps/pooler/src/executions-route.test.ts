import { createHash } from 'node:crypto';
import type { Execution } from '@recordings/missing-calls';
import { authConfig, makeLogger, makeMetrics, startAuth } from '@recordings/service';
import { makeLogSink } from '@recordings/test-kit';
import type { InjectOptions } from 'fastify';
import { z } from 'zod';
import { buildApp } from './app.ts';

const KEY = 'operator-key-51ce';
const url = '/v1/executions';
const started: unknown[] = [];

const { authenticate } = await startAuth(
  z.object(authConfig).parse({
    API_CREDENTIALS: JSON.stringify([
      {
        name: 'operator',
        keySha256: createHash('sha256').update(KEY).digest('hex'),
        tenants: ['acme'],
        scopes: ['executions:run'],
      },
    ]),
  }),
  {
    metrics: makeMetrics('pooler'),
    log: makeLogger({ service: 'pooler', level: 'error' }, makeLogSink()),
    now: Date.now,
  },
);

const app = buildApp({
  authenticate,
  execute: async (options) => {
    started.push(options);
    return { isDryRun: options.isDryRun } as Execution;
  },
  executions: { get: async () => undefined, list: async () => [] },
  metrics: makeMetrics('pooler'),
  log: makeLogger({ service: 'pooler', level: 'error' }, makeLogSink()),
});

const ask = async (options: InjectOptions) => {
  const { headers, ...rest } = options;
  const response = await app.inject({
    method: 'POST',
    url,
    ...rest,
    headers: { 'x-api-key': KEY, ...headers },
  });
  return { status: response.statusCode, body: response.json<{ code?: string; detail?: string }>() };
};

beforeEach(() => started.splice(0));
afterAll(() => app.close());

it.each([
  ['?dryrun=true', 'dryrun'],
  ['?dry_run=true', 'dry_run'],
  ['?dryRun=true&tenant=acme', 'tenant'],
  ['?dryRun=yes', 'yes'],
])(
  'refuses the query %s, names what is expected and not %s, and starts no execution',
  async (query, value) => {
    const { status, body } = await ask({ url: `${url}${query}` });
    expect([status, body.code]).toEqual([400, 'QUERY_INVALID']);
    expect(JSON.stringify(body)).not.toContain(value);
    expect(body.detail).toContain('dryRun=true or dryRun=false');
    expect(started).toEqual([]);
  },
);

it.each([
  ['application/json', '{"dryRun":true,"note":"canary"}'],
  ['application/json', '{"canary":'],
  ['application/x-www-form-urlencoded', 'dryRun=true&note=canary'],
  ['text/plain', 'canary'],
])('refuses a body of %s: %s, and starts no execution', async (type, payload) => {
  const { status, body } = await ask({ headers: { 'content-type': type }, payload });
  expect([status, body.code]).toEqual([400, 'BODY_INVALID']);
  expect(body.detail).not.toContain('canary');
  expect(body.detail).toContain('?dryRun=true');
  expect(started).toEqual([]);
});

it('takes a request without query and body as a real execution, with any content type', async () => {
  expect((await ask({})).status).toBe(200);
  expect((await ask({ headers: { 'content-type': 'application/json' } })).status).toBe(200);
  expect(started).toMatchObject([{ isDryRun: false }, { isDryRun: false }]);
});

it('plans only, if dryRun is true', async () => {
  expect((await ask({ url: `${url}?dryRun=true` })).status).toBe(200);
  expect(started).toMatchObject([{ isDryRun: true }]);
});

it('starts an execution over the tenants of the key, and over no other tenant', async () => {
  await ask({});
  expect(started).toEqual([{ isDryRun: false, tenantIds: ['acme'] }]);
});

describe('the body of a request for an execution', () => {
  const send = (body: object) =>
    ask({ payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

  it('limits the execution to its range, tenants, groups and calls', async () => {
    const range = { from: '2026-06-15T10:00:00.000Z', to: '2026-06-15T11:00:00.000Z' };
    const { status } = await send({ ...range, tenants: ['acme'], groups: ['Acme_EN'], callIds: ['c-1'] });
    expect(status).toBe(200);
    expect(started).toEqual([
      { isDryRun: false, ...range, tenantIds: ['acme'], groupIds: ['Acme_EN'], callIds: ['c-1'] },
    ]);
  });

  it.each([[{ tenants: ['bolt'] }], [{ tenants: ['acme', 'bolt'] }]])(
    'is refused if the key does not reach its tenants: %j',
    async (body) => {
      const { status, body: answer } = await send(body);
      expect([status, answer.code]).toEqual([403, 'TENANT_FORBIDDEN']);
      expect(started).toEqual([]);
    },
  );

  it.each([
    [{ form: '2026-06-15T10:00:00.000Z' }, 'from, to, tenants, groups, callIds'],
    [{ from: '2026-06-15' }, 'from: '],
    [{ from: '2026-02-30T10:00:00.000Z' }, 'from: must be a time that exists'],
    [{ from: '2026-06-15T11:00:00.000Z', to: '2026-06-15T10:00:00.000Z' }, 'expected a time before'],
    [{ tenants: [] }, 'tenants: '],
    [{ callIds: 'c-1' }, 'callIds: '],
    [[], 'the input: '],
  ])('is refused as %j, with what is wrong', async (body, detail) => {
    const { status, body: answer } = await send(body);
    expect([status, answer.code]).toEqual([400, 'BODY_INVALID']);
    expect(answer.detail).toContain(detail);
    expect(started).toEqual([]);
  });
});

it.each(['?limit=0', '?limit=101', '?limit=ten', '?page=2'])('refuses the list query %s', async (query) => {
  const { status, body } = await ask({ method: 'GET', url: `${url}${query}` });
  expect([status, body.code]).toEqual([400, 'QUERY_INVALID']);
});
