import { createHash } from 'node:crypto';
import { makeStores } from '@recordings/dynamodb-stores';
import { startExecution } from '@recordings/reconciliation';
import { type KnownRoute, makeLogger, makeMetrics } from '@recordings/service';
import { type AppDeps, buildApp } from '../src/app.ts';
import { type RederivationsRouteDeps, registerRederivationsRoute } from '../src/rederivations-route.ts';
import { type Environment, startEmulators } from './environment.ts';
import { clock, putPending, startService, stopServices } from './start-service.ts';
import { credentials, keys } from './test-keys.ts';

const otherTenant = 'key-of-another-tenant';
const API_CREDENTIALS = JSON.stringify([
  ...credentials,
  {
    name: 'other-tenant',
    keySha256: createHash('sha256').update(otherTenant).digest('hex'),
    tenants: ['cato'],
    scopes: ['executions:run'],
  },
]);

/** A request for something of Acme's by each route. A new route needs one. */
const group = { tenantId: 'acme', groupId: 'Acme_EN' };
const requests: Readonly<Record<string, readonly [path: string, init?: RequestInit]>> = {
  'POST /v1/executions': ['/v1/executions'],
  'GET /v1/executions': ['/v1/executions'],
  'GET /v1/executions/:executionId': ['/v1/executions/of-acme'],
  'POST /v1/rederivations': ['/v1/rederivations', { body: JSON.stringify(group) }],
  'GET /v1/rederivations': [`/v1/rederivations?${new URLSearchParams(group).toString()}`],
};

/** Without what the handlers need: the routes are registered only. */
const routesOf = (): readonly KnownRoute[] => {
  const log = makeLogger({ service: 'x', level: 'silent' });
  const deps = { log, metrics: makeMetrics('x'), authenticate: () => undefined };
  const app = buildApp(deps as unknown as AppDeps);
  registerRederivationsRoute(app, deps as unknown as RederivationsRouteDeps);
  return app.knownRoutes;
};

const putExecutionOfAcme = async (): Promise<void> => {
  const { executions } = makeStores(environment.clients.dynamodb, environment.prefix, async () => undefined);
  const started = { executionId: 'of-acme', claim: 'c', isDryRun: false, scope: { tenantIds: ['acme'] } };
  await executions.put(startExecution(started, clock()));
};

const routes = routesOf();
const nameOf = ({ method, url }: KnownRoute): string => `${method === 'HEAD' ? 'GET' : method} ${url}`;

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
let url: string;
beforeAll(async () => {
  emulators = await startEmulators();
  environment = await emulators.makeEnvironment();
  await putPending(environment, 'call');
  await putExecutionOfAcme();
  ({ url } = await startService(environment, { API_CREDENTIALS }));
});
afterAll(async () => {
  await stopServices();
  await emulators.stop();
});

/**
 * An execution covers the tenants of the key only, so it does not find the calls of Acme. A list leaves out what the key
 * may not see.
 */
const statusForOthers: Readonly<Record<string, number>> = {
  '/v1/executions': 200,
  '/v1/executions/:executionId': 404,
};

const send = (route: KnownRoute, headers: Readonly<Record<string, string>>): Promise<Response> => {
  const [path, init = {}] = requests[nameOf(route)]!;
  return fetch(`${url}${path}`, { ...init, method: route.method, headers });
};

describe.each(routes.map((route) => [`${route.method} ${route.url}`, route] as const))('%s', (_, route) => {
  it('requires a scope, and has an example here', () => {
    expect(route.scope).toBeDefined();
    expect(Object.keys(requests)).toContain(nameOf(route));
  });

  it.each([
    ['no key', {}],
    ['an unknown key', { 'x-api-key': 'nobody' }],
    ['a basic login', { authorization: 'Basic eDp5' }],
    ['the subject of a certificate', { 'x-amzn-mtls-clientcert-subject': 'CN=ocp' }],
  ])('refuses %s', async (_what, headers) => {
    expect((await send(route, headers as Record<string, string>)).status).toBe(401);
  });

  it('refuses a key without its scope', async () => {
    expect((await send(route, { 'x-api-key': keys.reader })).status).toBe(403);
  });

  it('gives another tenant nothing', async () => {
    const response = await send(route, { 'x-api-key': otherTenant });
    expect(response.status).toBe(statusForOthers[route.url] ?? 403);
    expect(await response.text()).not.toContain('of-acme');
    expect(await environment.published()).toEqual([]);
  });
});
