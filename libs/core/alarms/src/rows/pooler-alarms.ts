import type { Alarm } from '../alarm.ts';
import { measures } from '../measures.ts';

/** Alarms on finding missing calls and publishing their windows. */
export const poolerAlarms: readonly Alarm[] = [
  {
    id: 'pooler-not-executing',
    severity: 'warning',
    title: 'The pooler has not completed an execution for 30 minutes',
    meaning: 'Missing recordings are not looked for, so no new recovery starts.',
    condition: { kind: 'no-increase', measure: measures.executionsCompleted, withinMinutes: 30 },
    source: 'Pooler specification 9, both halves: "Pooler not executing"',
  },
  {
    id: 'pooler-execution-failed',
    severity: 'critical',
    title: 'An execution of the pooler failed',
    meaning:
      'The pooler stopped its work because a table, a topic or its configuration cannot be used; the next execution tries again.',
    condition: { kind: 'increase', measure: measures.executionsFailed, above: 0, withinMinutes: 15 },
    source:
      'Pooler specification 8, both halves: configuration errors; "100% failure: abort execution, alert"; 6: "Topic not found"',
  },
  {
    id: 'pooler-slow',
    severity: 'warning',
    title: 'An execution of the pooler takes more than 60 seconds',
    meaning:
      'The index of pending calls is large, or DynamoDB or SNS is slow; recovery starts later than planned.',
    condition: { kind: 'mean', measure: measures.executionDuration, above: 60, withinMinutes: 20 },
    source: 'Pooler specification 9: "High latency"',
  },
  {
    id: 'high-backlog',
    severity: 'warning',
    title: 'More than 5,000 calls have waited for their recording for an hour',
    meaning:
      'More recordings are missing than are recovered; the oldest ones are lost if OCP deletes them first.',
    condition: { kind: 'level', measure: measures.callsPending, above: 5_000, forMinutes: 60 },
    source: 'Pooler specification 9, both halves: "High backlog"',
  },
  {
    id: 'publish-failures',
    severity: 'critical',
    title: 'Windows of missing calls cannot be published to SNS',
    meaning:
      'Recovery of these windows does not start; they are copied to the replay bucket, and their calls are taken again after 30 minutes.',
    condition: { kind: 'increase', measure: measures.publishFailed, above: 5, withinMinutes: 15 },
    source:
      'Pooler specification 9: "Publish failures"; 8: "If > 10 failures in 5 minutes", which this is stricter than',
  },
  {
    id: 'dynamodb-errors',
    severity: 'critical',
    title: 'The pooler gets errors from DynamoDB',
    meaning: 'More than 10 attempts failed within 5 minutes, so calls may not be found or not be queued.',
    condition: { kind: 'increase', measure: measures.dynamoDbErrors, above: 10, withinMinutes: 5 },
    source: 'Pooler specification 9: "DynamoDB errors"',
  },
];
