import type { Alarm } from '../alarm.ts';

/** Calls that wait to be recovered: all classes of the index but calls that were given up. */
const waitingClasses = ['candidate', 'maybe-stale', 'not-due', 'reopenable', 'group-unknown'] as const;

/** Of finding missing calls and publishing their windows. */
export const poolerAlarms = [
  {
    id: 'high-backlog',
    title: 'More than 5,000 calls wait for their recording',
    severity: 'warning',
    condition: {
      kind: 'level',
      of: { metric: 'calls_pending_total', where: { label: 'class', isOneOf: waitingClasses } },
      above: 5_000,
      forMinutes: 60,
      everyMinutes: 15,
    },
    means: 'Calls wait for their recording faster than stage 2 recovers them.',
    source: 'pooler spec 9: Alta acumulación, High backlog',
  },
  {
    id: 'pooler-not-executing',
    title: 'The pooler completed no execution in 30 minutes',
    severity: 'warning',
    condition: {
      kind: 'no-increase',
      of: { metric: 'executions_total', where: { label: 'outcome', isOneOf: ['completed'] } },
      overMinutes: 15,
      forMinutes: 15,
    },
    means: 'No missing call is found until the pooler runs again.',
    source: 'pooler spec 9: Pooler no ejecuta, Pooler not executing',
  },
  {
    id: 'execution-failed',
    title: 'An execution of the pooler failed',
    severity: 'critical',
    condition: {
      kind: 'increase',
      of: { metric: 'executions_total', where: { label: 'outcome', isOneOf: ['failed'] } },
      above: 0,
      overMinutes: 30,
    },
    means: 'An execution stopped: no window was published, or a topic, table or permission is missing.',
    source: 'pooler spec 8: Configuration error, Topic not found, 100% failure',
  },
  {
    id: 'rederivation-failed',
    title: 'A rederivation failed',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'rederivations_failed_total' },
      above: 0,
      overMinutes: 30,
    },
    means: 'After a correction of the registry, some calls still have the state of the old values.',
    source: 'ours',
  },
  {
    id: 'hours-not-counted',
    title: 'The calls of closed hours are not counted',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'hours_not_counted_total' },
      above: 2,
      overMinutes: 60,
    },
    means: 'Questions about completeness are answered with old counts, while the recovery of calls goes on.',
    source: 'ours',
  },
  {
    id: 'group-silent',
    title: 'No call of a group has come for longer than usual',
    severity: 'warning',
    condition: {
      kind: 'level',
      of: { metric: 'groups_silent_total' },
      above: 0,
      forMinutes: 15,
      everyMinutes: 15,
    },
    means:
      'OCP does not send us what happens in the group: a subscription is missing, or the group is closed.',
    source: 'ours',
  },
  {
    id: 'silence-not-measured',
    title: 'Silent groups are not looked for',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'silence_not_measured_total' },
      above: 2,
      overMinutes: 60,
    },
    means: 'The counts of closed hours cannot be read, so group-silent cannot fire for these tenants.',
    source: 'ours',
  },
  {
    id: 'slow-executions',
    title: 'Executions of the pooler take longer than 60 seconds',
    severity: 'warning',
    condition: { kind: 'mean', histogram: 'execution_duration_seconds', above: 60, overMinutes: 15 },
    means: 'The pooler needs more than a minute for one execution.',
    source: 'pooler spec 9: High latency',
  },
  {
    id: 'publish-failures',
    title: 'More than 5 windows were not published in 15 minutes',
    severity: 'critical',
    condition: {
      kind: 'increase',
      of: { metric: 'events_publish_failed_total' },
      above: 5,
      overMinutes: 15,
    },
    means: 'SNS does not take windows of missing calls, so their recovery waits.',
    source: 'pooler spec 9: Publish failures',
  },
  {
    id: 'publish-failures-burst',
    title: 'More than 10 windows were not published in 5 minutes',
    severity: 'critical',
    condition: {
      kind: 'increase',
      of: { metric: 'events_publish_failed_total' },
      above: 10,
      overMinutes: 5,
    },
    means: 'SNS refuses almost all windows of missing calls.',
    source: 'pooler spec 8: Dead letter handling',
  },
  {
    id: 'dynamodb-errors',
    title: 'More than 10 requests to DynamoDB failed in 5 minutes',
    severity: 'critical',
    condition: { kind: 'increase', of: { metric: 'dynamodb_errors_total' }, above: 10, overMinutes: 5 },
    means: 'DynamoDB refuses or does not answer requests of the pooler.',
    source: 'pooler spec 9: DynamoDB errors',
  },
] as const satisfies readonly Alarm[];
