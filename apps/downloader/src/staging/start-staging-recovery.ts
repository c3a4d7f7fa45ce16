import { type Metrics, runPeriodically } from '@recordings/service';
import { afterPause } from '../after-pause.ts';
import type { Config } from '../config.ts';
import { makeStagingMetrics } from '../staging-metrics.ts';
import { makeStagingJobs, type StagingJobsDeps } from './make-staging-jobs.ts';

/** The first search does not compete with the start. A service that restarts again and again still searches. */
const FIRST_PAUSE_SHARE = 0.1;

export type StagingRecoveryDeps = Omit<StagingJobsDeps, 'metrics'> & { readonly processMetrics: Metrics };

/**
 * Starts the job that finishes staged recordings, of pushes and downloads, whose process died, and then judges anew what
 * older audio rules had quarantined.
 *
 * @returns the function that ends it. It resolves when the recording in hand is finished or given back.
 */
export const startStagingRecovery = (
  config: Pick<Config, 'STAGING_RECOVERY_SECONDS' | 'STAGING_RECOVERY_AGE_SECONDS'>,
  { processMetrics, ...deps }: StagingRecoveryDeps,
): (() => Promise<void>) => {
  const everyMs = config.STAGING_RECOVERY_SECONDS * 1000;
  const metrics = makeStagingMetrics(processMetrics);
  metrics.oldestAgeS.set({}, 0);
  const run = makeStagingJobs(config, { ...deps, metrics });
  const stop = new AbortController();
  const onError = (err: unknown): void => {
    metrics.roundsFailed.inc();
    deps.log.error({ event: 'staging_recovery_failed', err }, 'search for staged recordings failed');
  };
  const running = afterPause(everyMs * FIRST_PAUSE_SHARE, stop.signal, () =>
    runPeriodically({ everyMs, run, signal: stop.signal, onError }),
  );
  return () => {
    stop.abort();
    return running;
  };
};
