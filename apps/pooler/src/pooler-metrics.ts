import type { Metrics } from '@recordings/service';

/** The pooler's metrics, named as in the requirement documents where they name them. */
export const makePoolerMetrics = (metrics: Metrics) => ({
  ...makeExecutionMetrics(metrics),
  ...makeCallMetrics(metrics),
  ...makeSearchMetrics(metrics),
  ...makeWindowMetrics(metrics),
  ...makeSweepMetrics(metrics),
  ...makeAwsMetrics(metrics),
});

export type PoolerMetrics = ReturnType<typeof makePoolerMetrics>;

/** `busy`: another execution held the claim. `planned`: a dry run. */
const outcomes = ['completed', 'planned', 'busy', 'failed'] as const;

const makeExecutionMetrics = (metrics: Metrics) => {
  const executions = metrics.counter('executions_total', 'Executions by outcome', ['outcome']);
  // Prometheus sees the first failure as an increase only if the series exists before it.
  for (const outcome of outcomes) executions.inc({ outcome }, 0);
  return {
    executions,
    catchUpsFailed: metrics.counter(
      'catch_ups_failed_total',
      'Executions that no other one followed, because the open windows could not be counted',
    ),
    lastSuccessS: metrics.gauge(
      'last_success_timestamp_seconds',
      'When an execution last completed, dry runs not counted, in seconds since 1970; 0 until the first',
    ),
    durationS: metrics.histogram(
      'execution_duration_seconds',
      'Duration of an execution, failed ones too',
      [],
      [0.1, 0.5, 1, 5, 15, 60],
    ),
  };
};

const makeCallMetrics = (metrics: Metrics) => ({
  pending: metrics.gauge('calls_pending_total', 'Calls of the reconciliation index by class', ['class']),
  queried: metrics.counter('calls_queried_total', 'Calls read from the reconciliation index'),
  expired: metrics.counter(
    'calls_retention_expired_total',
    'Calls given up because OCP deletes their recording before an export could finish',
  ),
  givenUp: metrics.counter('calls_given_up_total', 'Calls given up, by code of the last answer about them', [
    'code',
  ]),
  reopened: metrics.counter(
    'calls_deadline_reopened_total',
    'Calls that had been given up, and whose deadline is later now',
  ),
  endMissing: metrics.gauge(
    'calls_end_missing_total',
    'Calls of the reconciliation index whose CDR end did not arrive in its time',
  ),
  receivedOnly: metrics.gauge(
    'calls_received_only_total',
    'Calls of the reconciliation index whose recording arrived a day ago or earlier, and none of it was valid',
  ),
  idsShared: metrics.counter('call_ids_shared_total', 'Ids of candidates that calls of several tenants have'),
});

const makeSearchMetrics = (metrics: Metrics) => ({
  searchMs: metrics.histogram(
    'candidate_search_duration_ms',
    'Time of an execution to find candidates',
    [],
    [5, 20, 100, 500, 2_000, 10_000],
  ),
  ageHours: metrics.histogram(
    'reconciliation_age_hours',
    'Age of each candidate that an execution found',
    [],
    [1, 6, 24, 72, 168, 720],
  ),
  backlogAgeHours: metrics.histogram(
    'reconciliation_backlog_age_hours',
    'Age of the oldest candidate of an execution',
    [],
    [1, 6, 24, 72, 168, 720],
  ),
});

const makeWindowMetrics = (metrics: Metrics) => ({
  windows: metrics.counter('windows_created_total', 'Windows planned'),
  published: metrics.counter('events_published_total', 'Windows published'),
  payloadsSent: metrics.counter(
    'payloads_sent_total',
    'Windows published: events_published_total under its name in the Spanish document',
  ),
  failed: metrics.counter(
    'events_publish_failed_total',
    'Windows that could not be published and went to the replay bucket',
  ),
  callsPerWindow: metrics.histogram('calls_per_window', 'Calls of a window', [], [1, 2, 5, 10, 25, 50, 100]),
});

const makeSweepMetrics = (metrics: Metrics) => ({
  sweeps: metrics.counter('sweeps_total', 'Windows of sweeps published, and ranges by how they ended', [
    'outcome',
  ]),
  sweepsRunning: metrics.gauge('sweeps_running', 'Ranges that are swept now'),
  sweepLateHours: metrics.gauge(
    'sweep_late_hours',
    'Hours since the range that waits longest could have been swept',
  ),
});

const makeAwsMetrics = (metrics: Metrics) => ({
  publishLatencyMs: metrics.histogram(
    'sns_publish_latency_ms',
    'Duration of each attempt of a request to SNS',
    [],
    [10, 50, 100, 250, 1_000, 5_000],
  ),
  publishErrors: metrics.counter(
    'sns_publish_errors_total',
    'Failed attempts of requests to SNS, and events that SNS refused, by type of error',
    ['type'],
  ),
  queryMs: metrics.histogram(
    'query_duration_ms',
    'Duration of each attempt of a query to DynamoDB',
    [],
    [2, 5, 20, 100, 500, 2_000],
  ),
  dynamoDbErrors: metrics.counter(
    'dynamodb_errors_total',
    'Failed attempts of requests to DynamoDB, by type of error',
    ['type'],
  ),
});
