import type { Metrics } from '@recordings/service';

/** `busy`: another execution was at work. `planned`: a dry run. */
const outcomes = ['completed', 'planned', 'busy', 'failed'] as const;

/** The pooler's metrics, named as in the requirement documents where they name them. */
export const makePoolerMetrics = (metrics: Metrics) => {
  const executions = metrics.counter('executions_total', 'Executions by how they ended', ['outcome']);
  // So that the first failure is an increase.
  for (const outcome of outcomes) executions.inc({ outcome }, 0);
  return { executions, ...makeOthers(metrics) };
};

const makeOthers = (metrics: Metrics) => ({
  lastSuccessS: metrics.gauge(
    'last_success_timestamp_seconds',
    'When an execution that was no dry run last completed, in seconds since 1970; 0: not since the start',
  ),
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
    'Duration of an execution, failed ones too',
    [],
    [0.1, 0.5, 1, 5, 15, 60],
  ),
  queryMs: metrics.histogram('query_duration_ms', 'Reading the index', [], [5, 20, 100, 500, 2_000]),
  publishLatencyMs: metrics.histogram(
    'sns_publish_latency_ms',
    'A request to SNS, each attempt for itself',
    [],
    [10, 50, 100, 250, 1_000, 5_000],
  ),
  publishErrors: metrics.counter(
    'sns_publish_errors_total',
    'Requests that SNS failed and events that it refused, each attempt for itself, by type of error',
    ['type'],
  ),
  dynamoDbErrors: metrics.counter(
    'dynamodb_errors_total',
    'Requests that DynamoDB failed, each attempt for itself, by type of error',
    ['type'],
  ),
  callsPerWindow: metrics.histogram('calls_per_window', 'Calls of a window', [], [1, 2, 5, 10, 25, 50, 100]),
  backlogAgeHours: metrics.histogram(
    'reconciliation_backlog_age_hours',
    'Age of the oldest candidate of an execution',
    [],
    [1, 6, 24, 72, 168, 720],
  ),
});

export type PoolerMetrics = ReturnType<typeof makePoolerMetrics>;
