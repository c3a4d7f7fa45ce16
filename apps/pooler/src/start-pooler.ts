import { timestampOf } from '@recordings/call-record';
import {
  type Logger,
  makeClock,
  makeMetrics,
  makeMonitoringServer,
  observeAws,
  type Running,
  startAuth,
  startMetricExport,
  startRegistry,
} from '@recordings/service';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { countAfter } from './count-after.ts';
import type { Execute } from './execute.ts';
import { makeReadExecutions } from './read-executions.ts';
import { makeRederivationRuns } from './rederivation-runs.ts';
import { registerRederivationsRoute } from './rederivations-route.ts';
import { scheduleExecutions } from './schedule-executions.ts';
import { makeSuccessAge } from './success-age.ts';
import { wireClosedHours } from './wire-closed-hours.ts';
import { wireFindMissingCalls } from './wire-find-missing-calls.ts';
import { wireRederivations } from './wire-rederivations.ts';

/** Wires the pooler from its configuration; starts its cron and its servers. */
export const startPooler = async (config: Config, log: Logger, signal: AbortSignal): Promise<Running> => {
  log.level = config.LOG_LEVEL;
  const metrics = makeMetrics('pooler');
  const registry = await startRegistry(config, { metrics, log });
  const clock = makeClock({ metrics, log });
  const wiring = { registry, metrics, aws: observeAws(metrics), clock, log };
  const {
    findMissingCalls,
    catchUp,
    executions: store,
    credentialUses,
    isReachable,
  } = wireFindMissingCalls(config, wiring);
  await clock.correctBy(isReachable);
  const rederivations = wireRederivations(config, wiring);
  const runs = makeRederivationRuns(rederivations, { registry: registry.view, log, signal });
  const executeBy =
    (find: typeof findMissingCalls): Execute =>
    (options) => {
      if (!options.isDryRun) void runs.resumeAll();
      return find({ ...options, signal });
    };
  const countHours = wireClosedHours(config, wiring);
  const successAge = makeSuccessAge(config, () => performance.now());
  const executions = scheduleExecutions(config, {
    onDemand: executeBy(findMissingCalls),
    scheduled: successAge.watch(countAfter(executeBy(catchUp), countHours, signal)),
  });
  const auth = await startAuth(config, {
    ...{ metrics, log, now: clock.now },
    keepUse: ({ atMs, ...name }) => credentialUses.record({ service: 'pooler', ...name }, timestampOf(atMs)),
  });
  const app = buildApp({
    authenticate: auth.authenticate,
    execute: executions.run,
    executions: makeReadExecutions({ executions: store, registry: registry.view }),
    metrics,
    log,
  });
  registerRederivationsRoute(app, {
    authenticate: auth.authenticate,
    registry: registry.view,
    runs,
    now: () => timestampOf(clock.now()),
  });
  const monitoring = makeMonitoringServer({
    host: config.HOST,
    port: config.MONITORING_PORT,
    metrics,
    ready: async () => ({ callRecords: await isReachable(), lastExecution: successAge.check() }),
    log,
  });
  const url = await app.listen({ host: config.HOST, port: config.PORT });
  log.info({ event: 'listening', url, monitoringUrl: await monitoring.start() }, 'listening');
  const metricExport = startMetricExport({
    metrics,
    log,
    everyS: config.METRICS_EXPORT_SECONDS,
    stage: config.RESOURCE_PREFIX,
  });
  const stopWork = async (): Promise<void> => {
    await executions.stop();
    await app.close();
    auth.stop();
    await runs.idle();
    registry.stop();
  };
  return {
    stop: () => metricExport.stopAfter(() => monitoring.stopAfter(stopWork)),
  };
};
