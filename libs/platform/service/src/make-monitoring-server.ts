import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from './make-logger.ts';
import { type OperationsDeps, registerOperations } from './register-operations.ts';

export type OperationsServer = {
  readonly app: FastifyInstance;
  /** @returns the URL it listens on, without a trailing slash. */
  start(): Promise<string>;
  stop(): Promise<void>;
};

export type OperationsServerOptions = OperationsDeps & {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly log: Logger;
};

/** Makes an HTTP server with health and metrics, for a service that has no other HTTP server. */
export const makeOperationsServer = ({
  host,
  port,
  log,
  ...deps
}: OperationsServerOptions): OperationsServer => {
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    forceCloseConnections: true,
  });
  registerOperations(app, deps);
  return {
    app,
    start: () => app.listen({ host, port }),
    stop: async () => {
      await app.close();
    },
  };
};
