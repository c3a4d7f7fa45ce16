import type { Metrics } from '@recordings/service';

export const makeRederivationMetrics = (metrics: Metrics) => {
  const calls = metrics.counter(
    'calls_rederived_total',
    'Calls that are pending again after a correction of the registry, by what they were',
    ['was'],
  );
  // Prometheus sees the first one as an increase only if the series exists before it.
  for (const was of ['explained', 'given_up']) calls.inc({ was }, 0);
  return {
    calls,
    unreadable: metrics.counter(
      'rederivation_calls_unreadable_total',
      'Calls that a rederivation skipped, because their item cannot be read or written',
    ),
    failed: metrics.counter('rederivations_failed_total', 'Runs of a rederivation that ended with an error'),
  };
};

export type RederivationMetrics = ReturnType<typeof makeRederivationMetrics>;
