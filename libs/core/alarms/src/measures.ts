import type { Measure } from './measure.ts';

const OCP_FAULTS = ['OCP_UNAVAILABLE', 'OCP_TIMEOUT', 'OCP_UNEXPECTED_ANSWER', 'OCP_TRUNCATED'];
const SERVER_ERRORS = ['500', '502', '503', '504'];

const counter = (metric: string, name = metric, where?: Measure['where']): Measure => ({
  name,
  metric,
  type: 'counter',
  ...(where && { where }),
});
const gauge = (metric: string, name = metric, where?: Measure['where']): Measure => ({
  ...counter(metric, name, where),
  type: 'gauge',
});
const histogram = (metric: string): Measure => ({ ...counter(metric), type: 'histogram' });

/** A process that runs exports when it started. */
const processOf = (service: string): Measure =>
  gauge('process_start_time_seconds', `process_start_time_seconds.${service}`, {
    service: { in: [service] },
  });

/** What alarms and dashboards show. Each is a metric in CloudWatch, which costs about $0.30 a month. */
export const measures = {
  executionsCompleted: counter('executions_total', 'executions_total.completed', {
    outcome: { in: ['completed'] },
  }),
  executionsFailed: counter('executions_total', 'executions_total.failed', { outcome: { in: ['failed'] } }),
  executionDuration: histogram('execution_duration_seconds'),
  callsPending: gauge('calls_pending_total', 'calls_pending_total', { class: { notIn: ['given-up'] } }),
  callsOfUnknownGroup: gauge('calls_pending_total', 'calls_pending_total.group-unknown', {
    class: { in: ['group-unknown'] },
  }),
  callsUnreadable: gauge('calls_pending_total', 'calls_pending_total.unreadable', {
    class: { in: ['unreadable'] },
  }),
  callsWithoutEnd: gauge('calls_without_end'),
  callsUnprocessed: gauge('calls_unprocessed'),
  callsGivenUp: counter('calls_given_up_total'),
  callsRetentionExpired: counter('calls_retention_expired_total'),
  backlogAge: histogram('reconciliation_backlog_age_hours'),
  windowsPublished: counter('events_published_total'),
  publishFailed: counter('events_publish_failed_total'),
  dynamoDbErrors: counter('dynamodb_errors_total'),

  callsFailed: counter('calls_failed_total'),
  callsDamaged: counter('calls_damaged_at_ocp_total'),
  callsFaulty: counter('calls_faulty_total'),
  callsGivenUpTooSoon: counter('calls_reopened_total', 'calls_reopened_total.given-up', {
    was: { in: ['given up'] },
  }),
  callsStuck: counter('calls_stuck_total'),
  reconciliationsStuck: counter('reconciliations_stuck_total'),
  reconciliationsClosed: counter('reconciliations_closed_total'),
  slotsUnreadable: counter('export_items_unreadable_total', 'export_items_unreadable_total.slot', {
    kind: { in: ['slot'] },
  }),
  watchdogFailures: counter('watchdog_failures_total'),

  ocpRequests: counter('ocp_requests_total'),
  ocpErrors: counter('ocp_requests_total', 'ocp_requests_total.errors', { outcome: { in: OCP_FAULTS } }),
  ocpRefusedCredentials: counter('ocp_requests_total', 'ocp_requests_total.credentials', {
    outcome: { in: ['OCP_CREDENTIALS'] },
  }),
  ocpLatency: histogram('ocp_latency_seconds'),
  budgetFaults: counter('ocp_budget_faults_total'),

  messagesDeadLettered: counter('messages_total', 'messages_total.dead-letter', {
    outcome: { in: ['dead-letter'] },
  }),
  pollsFailed: counter('polls_failed_total'),

  requests: counter('http_requests_total', 'http_requests_total.ingestion-api', {
    service: { in: ['ingestion-api'] },
  }),
  requestsFailed: counter('http_requests_total', 'http_requests_total.ingestion-api-5xx', {
    service: { in: ['ingestion-api'] },
    status: { in: SERVER_ERRORS },
  }),
  pushesStored: counter('recordings_received_total', 'recordings_received_total.stored', {
    result: { in: ['stored'] },
  }),
  pushesQuarantined: counter('recordings_received_total', 'recordings_received_total.quarantined', {
    result: { in: ['quarantined'] },
  }),
  downloadsStored: counter('downloads_total', 'downloads_total.stored', { result: { in: ['stored'] } }),
  downloadsQuarantined: counter('downloads_total', 'downloads_total.quarantined', {
    result: { in: ['quarantined'] },
  }),

  ingestionApiAlive: processOf('ingestion-api'),
  reconcilerWorkerAlive: processOf('reconciler-worker'),
  downloaderAlive: processOf('downloader'),
} as const satisfies Record<string, Measure>;

export type MeasureId = keyof typeof measures;
