import { deadLetterQueues, queues } from '@recordings/topology';
import type { Alarm } from '../alarm.ts';
import { measures } from '../measures.ts';

/** Other systems drain this queue, if they want to. */
const drainedByOthers: readonly string[] = [queues.analytics.name];
const ownQueues = Object.values(queues)
  .map(({ name }) => name)
  .filter((name) => !drainedByOthers.includes(name));

/** Alarms on queues and on services that do not run or do not answer. */
export const serviceAlarms: readonly Alarm[] = [
  {
    id: 'dlq-not-empty',
    severity: 'critical',
    title: 'A dead-letter queue has messages',
    meaning: 'A message could not be processed or delivered, and somebody must look at it within 14 days.',
    condition: {
      kind: 'queues',
      queues: deadLetterQueues.map(({ name }) => name),
      statistic: 'messages',
      above: 0,
      forMinutes: 5,
      inPrometheus: {
        kind: 'increase',
        measure: measures.messagesDeadLettered,
        above: 0,
        withinMinutes: 60,
      },
    },
    source: 'Issue 7, point 6',
  },
  {
    id: 'queue-old',
    severity: 'critical',
    title: 'A message has waited in a queue for more than an hour',
    meaning: 'The workers of this queue do not run or are too few; SQS deletes messages after 4 days.',
    condition: {
      kind: 'queues',
      queues: ownQueues,
      statistic: 'oldest message in seconds',
      above: 3_600,
      forMinutes: 15,
    },
    source: 'Issue 7, point 6',
  },
  {
    id: 'polls-failing',
    severity: 'critical',
    title: 'Workers cannot read their queues',
    meaning: 'SQS refuses or does not answer, so no window, check or download is processed.',
    condition: { kind: 'increase', measure: measures.pollsFailed, above: 10, withinMinutes: 15 },
    source: 'The readiness check of the workers',
  },
  {
    id: 'ingestion-errors',
    severity: 'critical',
    title: 'ingestion-api answers with server errors',
    meaning:
      'More than 5 % of the requests fail; OCP sends them again for 24 hours and drops them after that.',
    condition: {
      kind: 'ratio',
      part: measures.requestsFailed,
      whole: measures.requests,
      above: 0.05,
      wholeAtLeast: 20,
      withinMinutes: 10,
    },
    source: 'Issue 7, point 6: a failure that nobody sees',
  },
  ...(
    [
      [
        'ingestion-api',
        measures.ingestionApiAlive,
        'Events and recordings are not received; OCP sends them again for 24 hours and drops them after that.',
      ],
      [
        'reconciler-worker',
        measures.reconcilerWorkerAlive,
        'No export job is created or read, so no missing recording is recovered.',
      ],
      [
        'downloader',
        measures.downloaderAlive,
        'Exported recordings are not downloaded, and OCP deletes its export results after some days.',
      ],
    ] as const
  ).map(
    ([service, measure, meaning]): Alarm => ({
      id: `${service}-down`,
      severity: 'critical',
      title: `No ${service} runs`,
      meaning,
      condition: { kind: 'silent', measure, forMinutes: 10 },
      source: 'Issue 7, point 6: a failure that nobody sees',
    }),
  ),
];
