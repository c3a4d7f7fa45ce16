import { type KnownRoute, makeLogger, makeMetrics } from '@recordings/service';
import { type AppDeps, buildApp } from '../src/app.ts';
import { Config } from '../src/config.ts';
import { credentials } from './test-keys.ts';

/** Every route of the API. The handlers have nothing that they need: the routes are registered only. */
export const readRoutes = async (): Promise<readonly KnownRoute[]> => {
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
  const routes = [...app.knownRoutes];
  await app.close();
  return routes;
};
