import type { Execution } from '@recordings/missing-calls';
import {
  type Logger,
  loadRegistry,
  makeClock,
  makeLiveRegistry,
  makeMetrics,
  observeAws,
  startMetricExport,
} from '@recordings/service';
import type { Config } from './config.ts';
import { countAfter } from './count-after.ts';
import { makeRederivationRuns } from './rederivation-runs.ts';
import { wireClosedHours } from './wire-closed-hours.ts';
import { wireFindMissingCalls } from './wire-find-missing-calls.ts';
import { wireRederivations } from './wire-rederivations.ts';

/**
 * Runs one execution, or several while a backlog lasts, without cron and server: for a scheduler that starts the process
 * each time. Then it counts the calls of closed hours, and resumes the rederivations that a process left unfinished.
 *
 * If another execution holds the claim, this one neither executes nor counts, and ends normally.
 *
 * @returns the first execution, undefined if another one held the claim.
 * @throws if the registry cannot be read or the execution fails.
 */
export const executeOnce = async (
  config: Config,
  log: Logger,
  signal: AbortSignal,
): Promise<Execution | undefined> => {
  log.level = config.LOG_LEVEL;
  const metrics = makeMetrics('pooler');
  const registry = await loadRegistry(config.REGISTRY_FILE);
  const clock = makeClock({ metrics, log });
  const wiring = {
    registry: makeLiveRegistry(() => registry),
    metrics,
    aws: observeAws(metrics),
    clock,
    log,
  };
  const { catchUp, isReachable } = wireFindMissingCalls(config, wiring);
  await clock.correctBy(isReachable);
  const rederivations = wireRederivations(config, wiring);
  const runs = makeRederivationRuns(rederivations, { registry, log, signal });
  const countHours = wireClosedHours(config, wiring);
  const execute = countAfter((options) => catchUp({ ...options, signal }), countHours, signal);
  const metricExport = startMetricExport({
    metrics,
    log,
    everyS: config.METRICS_EXPORT_SECONDS,
    stage: config.RESOURCE_PREFIX,
  });
  let execution: Execution | undefined;
  await metricExport.stopAfter(async () => {
    execution = await execute({ isDryRun: config.ENABLE_DRY_RUN });
    if (!config.ENABLE_DRY_RUN) await runs.resumeAll();
  });
  return execution;
};
