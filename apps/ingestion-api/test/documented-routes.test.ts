import { makeLogger, makeMetrics } from '@recordings/service';
import { type AppDeps, buildApp } from '../src/app.ts';
import { Config } from '../src/config.ts';
import { operations } from '../src/openapi/openapi.ts';
import { statusByCode } from '../src/refusals.ts';
import { credentials } from './test-keys.ts';

/** Without what the handlers need: the routes are registered only. */
const readRoutes = async () => {
  const config = Config.parse({
    RESOURCE_PREFIX: 'test',
    RECORDING_EVENTS_TOPIC_ARN: 'arn:x',
    API_CREDENTIALS: JSON.stringify(credentials),
  });
  const deps = {
    log: makeLogger({ service: 'x', level: 'silent' }),
    processMetrics: makeMetrics('x'),
    maxRecordingBytes: 1,
    maxEventsBytes: 1,
    maxUploadMs: 1_000,
    keepAliveMs: 1_000,
    headersTimeoutMs: 1_000,
    trustedProxies: 0,
    authenticate: () => undefined,
    admission: { config, note: () => undefined, onInFlight: () => undefined },
  };
  const app = await buildApp(deps as unknown as AppDeps);
  const routes = app.knownRoutes.filter(({ method, scope }) => method !== 'HEAD' && scope !== undefined);
  await app.close();
  return routes;
};

describe('the OpenAPI document', () => {
  it('describes every route that needs a scope, with that scope, and no other route', async () => {
    const routes = (await readRoutes()).map(({ method, url, scope }) => {
      const path = url.replace(/:(\w+)/g, '{$1}');
      return `${method.toLowerCase()} ${path} ${scope}`;
    });
    const described = operations.map(({ method, path, scopes }) => `${method} ${path} ${scopes.join(' ')}`);
    expect(described.sort()).toEqual(routes.sort());
  });

  it('names every code of refusals at some route', () => {
    const named = new Set(operations.flatMap(({ refusals }) => [...refusals]));
    const common = ['SCOPE_MISSING'];
    expect([...named, ...common].sort()).toEqual(Object.keys(statusByCode).sort());
  });
});
