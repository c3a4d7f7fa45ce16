import {
  type Logger,
  loadRegistry,
  makeMetrics,
  makeOperationsServer,
  type Running,
} from '@recordings/service';
import type { Config } from './config.ts';
import { registerExecutionsRoute } from './executions-route.ts';
import { makePoolerMetrics } from './pooler-metrics.ts';
import { scheduleExecutions } from './schedule-executions.ts';
import { wireFindMissingCalls } from './wire-find-missing-calls.ts';

/** Wires the pooler from its configuration; starts its cron and its server. */
export const startPooler = async (config: Config, log: Logger, signal: AbortSignal): Promise<Running> => {
  log.level = config.LOG_LEVEL;
  const registry = await loadRegistry(config.REGISTRY_FILE);
  const metrics = makeMetrics('pooler');
  const { findMissingCalls, isReachable } = wireFindMissingCalls(config, {
    registry,
    metrics: makePoolerMetrics(metrics),
    log,
  });
  const executions = scheduleExecutions(config, (isDryRun) => findMissingCalls({ isDryRun, signal }));
  const server = makeOperationsServer({
    host: config.HOST,
    port: config.PORT,
    metrics,
    ready: async () => ({ callRecords: await isReachable() }),
    log,
  });
  registerExecutionsRoute(server.app, { credentials: config.API_CREDENTIALS, execute: executions.run });
  log.info({ event: 'listening', url: await server.start() }, 'listening');
  return {
    stop: async () => {
      await executions.stop();
      await server.stop();
    },
  };
};
