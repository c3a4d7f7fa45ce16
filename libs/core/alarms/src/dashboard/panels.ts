import type { Selection } from '../alarm.ts';
import type { Panel, PanelSeries, SeriesKind } from './panel.ts';

const series =
  (kind: SeriesKind) =>
  (label: string, metric: string, where?: Selection['where']): PanelSeries => ({
    label,
    kind,
    of: { metric, ...(where && { where }) },
  });
const increase = series('increase');
const value = series('value');
const mean = series('mean');
const only = (label: string, ...isOneOf: [string, ...string[]]): Selection['where'] => ({ label, isOneOf });

/** The dashboard, in the order of a call: received, missed, recovered, or given up. */
export const panels: readonly Panel[] = [
  {
    title: 'Recordings that arrived',
    unit: 'recordings',
    series: [
      increase('pushed and stored', 'recordings_received_total', only('result', 'stored')),
      increase('recovered and stored', 'downloads_total', only('result', 'stored')),
      increase('pushed, in quarantine', 'recordings_received_total', only('result', 'quarantined')),
      increase('recovered, in quarantine', 'downloads_total', only('result', 'quarantined')),
    ],
  },
  {
    title: 'Calls without their recording',
    unit: 'calls',
    series: [
      value('wait to be recovered', 'calls_pending_total', only('class', 'candidate', 'maybe-stale')),
      value('not due yet', 'calls_pending_total', only('class', 'not-due')),
      value('group not registered', 'calls_pending_total', only('class', 'group-unknown')),
      value('cannot be read', 'calls_pending_total', only('class', 'unreadable')),
    ],
  },
  {
    title: 'Age of the oldest call without its recording',
    unit: 'hours',
    series: [mean('oldest call', 'reconciliation_backlog_age_hours')],
  },
  {
    title: 'Calls that were not recovered',
    unit: 'calls',
    series: [
      increase('asked for again later', 'calls_failed_total'),
      increase('given up', 'calls_given_up_total'),
      increase('of these, asked too seldom', 'calls_retention_expired_total'),
    ],
  },
  {
    title: 'Executions of the pooler',
    unit: 'seconds',
    series: [mean('duration', 'execution_duration_seconds')],
  },
  {
    title: 'Windows of missing calls',
    unit: 'windows',
    series: [
      increase('published', 'events_published_total'),
      increase('not published', 'events_publish_failed_total'),
      increase('closed', 'reconciliations_closed_total'),
    ],
  },
  {
    title: 'Requests to OCP',
    unit: 'requests',
    series: [increase('all', 'ocp_requests_total'), increase('failed', 'ocp_errors_total')],
  },
  {
    title: 'Time that OCP needs for an answer',
    unit: 'seconds',
    series: [mean('all requests', 'ocp_latency_seconds')],
  },
  {
    title: 'Requests of OCP and operators to our APIs',
    unit: 'requests',
    series: [
      increase('all', 'http_requests_total'),
      increase('server errors', 'http_requests_total', only('status', '500', '503')),
    ],
  },
  {
    title: 'Messages of the queues',
    unit: 'messages',
    series: [
      increase('done', 'messages_total', only('outcome', 'ack')),
      increase('tried again', 'messages_total', only('outcome', 'retry', 'postpone')),
      increase('moved to a DLQ', 'messages_total', only('outcome', 'dead-letter')),
    ],
  },
];
