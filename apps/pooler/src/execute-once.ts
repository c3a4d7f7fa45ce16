import {
  type Logger,
  loadRegistry,
  makeClock,
  makeMetrics,
  observeAws,
  startMetricExport,
} from '@recordings/service';
import type { Config } from './config.ts';
import { countAfter } from './count-after.ts';
import { makePoolerMetrics } from './pooler-metrics.ts';
import { makeRederivationRuns } from './rederivation-runs.ts';
import { wireCountHours } from './wire-count-hours.ts';
import { wireFindMissingCalls } from './wire-find-missing-calls.ts';
import { wireRederivations } from './wire-rederivations.ts';

/**
 * Runs one execution, or several while a backlog lasts, without cron and server: for a scheduler that starts the process
 * each time. It ends normally if another execution holds the claim, because that one does the work. It counts the calls of
 * closed hours. Then it resumes the rederivations that a process
 * left unfinished.
 *
 * @throws if the registry cannot be read or the execution fails.
 */
export const executeOnce = async (config: Config, log: Logger, signal: AbortSignal): Promise<void> => {
  log.level = config.LOG_LEVEL;
  const metrics = makeMetrics('pooler');
  const registry = await loadRegistry(config.REGISTRY_FILE);
  const clock = makeClock({ metrics, log });
  const aws = observeAws(metrics);
  const { catchUp, isReachable } = wireFindMissingCalls(config, {
    registry,
    metrics: makePoolerMetrics(metrics),
    aws,
    clock,
    log,
  });
  // The clock is right from the first answer of AWS on.
  await isReachable();
  const rederivations = wireRederivations(config, { registry, metrics, aws, clock, log });
  const runs = makeRederivationRuns(rederivations, { registry, log, signal });
  const countHours = wireCountHours(config, { registry, metrics, aws, clock, log });
  const execute = countAfter((options) => catchUp({ ...options, signal }), countHours, signal);
  const metricExport = startMetricExport({
    metrics,
    log,
    everyS: config.METRICS_EXPORT_SECONDS,
    stage: config.RESOURCE_PREFIX,
  });
  await metricExport.stopAfter(async () => {
    await execute({ isDryRun: config.ENABLE_DRY_RUN });
    if (!config.ENABLE_DRY_RUN) await runs.resumeAll();
  });
};
