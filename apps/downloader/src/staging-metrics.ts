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
  judgedAnew: metrics.counter(
    'quarantined_judged_anew_total',
    'Recordings that older audio rules had quarantined, by what the rules of today made of them',
    ['result'],
  ),
  roundsFailed: metrics.counter(
    'staging_rounds_failed_total',
    'Searches for staged and quarantined recordings that failed as a whole',
  ),
});

export type StagingMetrics = ReturnType<typeof makeStagingMetrics>;
