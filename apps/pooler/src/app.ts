import { type Logger, type Metrics, makeHttpApp, refuseOpenRoutes } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import { type ExecutionsRouteDeps, registerExecutionsRoute } from './executions-route.ts';

export type AppDeps = ExecutionsRouteDeps & { readonly metrics: Metrics; readonly log: Logger };

/** The pooler's API without a port. */
export const buildApp = ({ metrics, log, ...deps }: AppDeps): FastifyInstance => {
  const app = makeHttpApp({ log, metrics, fastify: { forceCloseConnections: true } });
  refuseOpenRoutes(app);
  registerExecutionsRoute(app, deps);
  return app;
};
