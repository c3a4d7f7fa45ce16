import type { Metrics } from '@recordings/service';

/** The pooler's metrics, named as in the requirement documents. */
export const makePoolerMetrics = (metrics: Metrics) => ({
  pending: metrics.gauge('calls_pending_total', 'Calls of the reconciliation index by class', ['class']),
  queried: metrics.counter('calls_queried_total', 'Calls read from the reconciliation index'),
  windows: metrics.counter('windows_created_total', 'Windows planned'),
  published: metrics.counter('events_published_total', 'Windows published'),
  failed: metrics.counter(
    'events_publish_failed_total',
    'Windows that could not be published and were kept for replay',
  ),
  expired: metrics.counter('calls_retention_expired_total', 'Calls given up because OCP has deleted them'),
  durationS: metrics.histogram(
    'execution_duration_seconds',
    'Duration of an execution',
    [],
    [0.1, 0.5, 1, 5, 15, 60],
  ),
  queryMs: metrics.histogram('query_duration_ms', 'Reading the index', [], [5, 20, 100, 500, 2_000]),
  callsPerWindow: metrics.histogram('calls_per_window', 'Calls of a window', [], [1, 2, 5, 10, 25, 50, 100]),
  backlogAgeHours: metrics.histogram(
    'reconciliation_backlog_age_hours',
    'Age of the oldest candidate of an execution',
    [],
    [1, 6, 24, 72, 168, 720],
  ),
});

export type PoolerMetrics = ReturnType<typeof makePoolerMetrics>;
