import { makeHttpApp } from './http/make-http-app.ts';
import type { Logger } from './make-logger.ts';
import { type MonitoringDeps, registerMonitoring } from './register-monitoring.ts';

export type MonitoringServer = {
  /** Call it when the service listens and works. @returns the URL it listens on, without a trailing slash. */
  start(): Promise<string>;
  /**
   * Stops a service. Ready answers 503 from now on; health and metrics are answered until `work` has ended.
   *
   * @throws what `work` throws, after the server has closed.
   */
  stopAfter(work: () => Promise<unknown>): Promise<void>;
};

export type MonitoringServerOptions = MonitoringDeps & {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly log: Logger;
};

/** Makes the HTTP server of a service's health and metrics. Its port has no other route, and no other port has these. */
export const makeMonitoringServer = ({
  host,
  port,
  log,
  ...deps
}: MonitoringServerOptions): MonitoringServer => {
  const app = makeHttpApp({
    log,
    metrics: deps.metrics,
    metricPrefix: 'monitoring_http',
    fastify: { forceCloseConnections: true },
  });
  let isStopping = false;
  registerMonitoring(app, { ...deps, isStopping: () => isStopping });
  return {
    start: () => app.listen({ host, port }),
    stopAfter: async (work) => {
      isStopping = true;
      try {
        await work();
      } finally {
        await app.close();
      }
    },
  };
};
