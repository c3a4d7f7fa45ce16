import { type Logger, loadRegistry, makeMetrics, startMetricExport } from '@recordings/service';
import type { Config } from './config.ts';
import { makePoolerMetrics } from './pooler-metrics.ts';
import { wireFindMissingCalls } from './wire-find-missing-calls.ts';

/**
 * Runs one execution without cron and server, for a scheduler that starts the process each time. It ends normally if
 * another execution holds the claim, because that one does the work.
 *
 * @throws if the registry cannot be read or the execution fails.
 */
export const executeOnce = async (config: Config, log: Logger, signal: AbortSignal): Promise<void> => {
  log.level = config.LOG_LEVEL;
  const metrics = makeMetrics('pooler');
  const { findMissingCalls } = await wireFindMissingCalls(config, {
    registry: await loadRegistry(config.REGISTRY_FILE),
    metrics: makePoolerMetrics(metrics),
    log,
  });
  const metricExport = startMetricExport({
    metrics,
    log,
    everyS: config.METRICS_EXPORT_SECONDS,
    stage: config.RESOURCE_PREFIX,
  });
  await metricExport.stopAfter(() => findMissingCalls({ isDryRun: config.ENABLE_DRY_RUN, signal }));
};
