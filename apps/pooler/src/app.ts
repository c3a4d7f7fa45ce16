import { type Logger, type Metrics, observeRequests } from '@recordings/service';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { type ExecutionsRouteDeps, registerExecutionsRoute } from './executions-route.ts';

export type AppDeps = ExecutionsRouteDeps & { readonly metrics: Metrics; readonly log: Logger };

/** The pooler's API without a port. */
export const buildApp = ({ metrics, log, ...deps }: AppDeps): FastifyInstance => {
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    forceCloseConnections: true,
  });
  observeRequests(app, metrics);
  registerExecutionsRoute(app, deps);
  return app;
};
