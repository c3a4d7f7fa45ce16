import type { Metrics } from '@recordings/service';

export const makeCountingMetrics = (metrics: Metrics) => ({
  hours: metrics.counter(
    'hours_counted_total',
    'Closed hours of tenants whose calls were counted, by kind: first or again',
    ['kind'],
  ),
  joinedCalls: metrics.counter(
    'hour_groups_joined_calls_total',
    'Calls of groups that the registry lacks and that were counted under one name, because their hour has too many such groups',
  ),
  outdated: metrics.counter(
    'hour_counts_outdated_total',
    'Counts of an hour that were not written, because a call changed or another pooler was faster',
  ),
  failed: metrics.counter('hours_not_counted_total', 'Attempts to count hours that ended with an error'),
});

export type CountingMetrics = ReturnType<typeof makeCountingMetrics>;
