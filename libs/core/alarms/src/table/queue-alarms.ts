import { deadLetterQueues, queues } from '@recordings/topology';
import type { Alarm } from '../alarm.ts';

const {
  reconciliationHigh,
  reconciliationNormal,
  reconciliationLow,
  exportChecks,
  callbacks,
  workflowTasks,
} = queues;

/** Queues whose messages a worker settles within minutes. */
const promptQueues = [
  reconciliationHigh,
  reconciliationNormal,
  reconciliationLow,
  exportChecks,
  callbacks,
  workflowTasks,
].map(({ name }) => name);

const downloadQueues = [queues.downloadsHigh.name, queues.downloads.name];

/** Seconds. A check is delayed by at most 15 minutes, and the delay counts as age. */
const PROMPT_AGE_S = 30 * 60;
/** Seconds. Downloads share the request budget of OCP, so a large backlog takes hours. */
const DOWNLOAD_AGE_S = 4 * 60 * 60;
/** Seconds. The archiver gathers messages for some minutes. */
const AUDIT_AGE_S = 60 * 60;
/** Seconds. SQS deletes a message after 4 days. */
const LAST_DAY_AGE_S = 3 * 24 * 60 * 60;

/** Of messages. The depth and the age of a queue come from SQS, which reports them to CloudWatch only. */
export const queueAlarms = [
  {
    id: 'dead-letter-queue-not-empty',
    title: 'A dead-letter queue has messages',
    severity: 'critical',
    condition: {
      kind: 'queue',
      metric: 'ApproximateNumberOfMessagesVisible',
      queues: deadLetterQueues.map(({ name }) => name),
      above: 0,
      forMinutes: 5,
    },
    means: 'A message failed 5 times, cannot be parsed, or could not be delivered by SNS.',
    source: 'ours',
  },
  {
    id: 'messages-dead-lettered',
    title: 'A service moved a message to a dead-letter queue',
    severity: 'critical',
    condition: {
      kind: 'increase',
      of: { metric: 'messages_total', where: { label: 'outcome', isOneOf: ['dead-letter'] } },
      above: 0,
      overMinutes: 15,
    },
    means: 'A message cannot be parsed or can never succeed.',
    source: 'ours',
  },
  {
    id: 'queue-polls-failed',
    title: 'Workers cannot read their queues',
    severity: 'critical',
    condition: { kind: 'increase', of: { metric: 'polls_failed_total' }, above: 20, overMinutes: 15 },
    means: 'SQS does not answer the workers, or refuses them.',
    source: 'ours',
  },
  {
    id: 'queue-paused',
    title: 'The messages of a queue fail by our own set-up',
    severity: 'critical',
    condition: { kind: 'increase', of: { metric: 'queue_pauses_total' }, above: 0, overMinutes: 15 },
    means: 'A table, topic, queue or bucket is missing or refuses us, so the workers pause and lose nothing.',
    source: 'pooler spec 8: De configuración',
  },
  {
    id: 'queue-not-drained',
    title: 'A message waits for a reconciler-worker for 30 minutes',
    severity: 'critical',
    condition: {
      kind: 'queue',
      metric: 'ApproximateAgeOfOldestMessage',
      queues: promptQueues,
      above: PROMPT_AGE_S,
      forMinutes: 15,
    },
    means: 'No reconciler-worker takes the messages of this queue, or all of them fail.',
    source: 'ours',
  },
  {
    id: 'downloads-waiting',
    title: 'A download waits for 4 hours',
    severity: 'warning',
    condition: {
      kind: 'queue',
      metric: 'ApproximateAgeOfOldestMessage',
      queues: downloadQueues,
      above: DOWNLOAD_AGE_S,
      forMinutes: 15,
    },
    means: 'Downloaders do not run, or more recordings wait than the request budget of OCP allows.',
    source: 'ours',
  },
  {
    id: 'audit-waiting',
    title: 'A message waits for the audit archive for an hour',
    severity: 'warning',
    condition: {
      kind: 'queue',
      metric: 'ApproximateAgeOfOldestMessage',
      queues: [queues.audit.name],
      above: AUDIT_AGE_S,
      forMinutes: 15,
    },
    means: 'The archiver does not run, or cannot write its objects.',
    source: 'ours',
  },
  {
    id: 'audit-not-written',
    title: 'Objects of the audit archive are not written',
    severity: 'warning',
    condition: {
      kind: 'increase',
      of: { metric: 'audit_objects_total', where: { label: 'result', isOneOf: ['failed'] } },
      above: 5,
      overMinutes: 15,
    },
    means: 'S3 does not take the objects of the audit, and their messages go back to the queue.',
    source: 'ours',
  },
  {
    id: 'message-expires-soon',
    title: 'SQS deletes a message within a day',
    severity: 'critical',
    condition: {
      kind: 'queue',
      metric: 'ApproximateAgeOfOldestMessage',
      queues: [...promptQueues, ...downloadQueues, queues.audit.name],
      above: LAST_DAY_AGE_S,
      forMinutes: 15,
    },
    means: 'A message is older than 3 days, and SQS deletes it after 4 days.',
    source: 'ours',
  },
] as const satisfies readonly Alarm[];
