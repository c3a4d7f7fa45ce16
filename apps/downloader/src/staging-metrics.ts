import type { Metrics } from '@recordings/service';

export const makeStagingMetrics = (metrics: Metrics) => ({
  finished: metrics.counter(
    'staged_recoveries_total',
    'Staged recordings that their own process did not finish, by result',
    ['result'],
  ),
  oldestAgeS: metrics.gauge(
    'staged_oldest_age_seconds',
    'Age of the oldest staged recording that could not be finished; 0 if there is none',
  ),
  roundsFailed: metrics.counter(
    'staging_rounds_failed_total',
    'Searches for staged recordings that failed as a whole',
  ),
});

export type StagingMetrics = ReturnType<typeof makeStagingMetrics>;
