/** Seconds. SQS delays a message by at most 15 minutes. */
export const MAX_DELAY_S = 900;

export type QueueShape = {
  readonly name: string;
  readonly visibilityTimeoutS: number;
  readonly retentionDays: number;
  /** The queue that takes a message that failed too often. A DLQ has none. */
  readonly deadLetter?: DeadLetterShape;
};

export type DeadLetterShape = {
  readonly queue: string;
  /** After so many receives the consumer moves the message to the DLQ, with the reason. */
  readonly maxReceives: number;
  /** After so many receives SQS moves it, without a reason: its consumers died at each of them. */
  readonly maxReceivesBySqs: number;
};

const WORK_RETENTION_DAYS = 4;
const DLQ_RETENTION_DAYS = 14;
/** Enough to survive restarts, and few enough that a poison message reaches the DLQ soon. */
const MAX_RECEIVES = 5;
/** Leaves consumers ten more receives to move the message with its reason, also while they restart again and again. */
const MAX_RECEIVES_BY_SQS = 15;

/** A queue that a service consumes: it always has a DLQ. */
export type WorkQueueShape = QueueShape & Required<Pick<QueueShape, 'deadLetter'>>;

const work = (name: string, visibilityTimeoutS: number): WorkQueueShape => ({
  name,
  visibilityTimeoutS,
  retentionDays: WORK_RETENTION_DAYS,
  deadLetter: { queue: `${name}-dlq`, maxReceives: MAX_RECEIVES, maxReceivesBySqs: MAX_RECEIVES_BY_SQS },
});

/** Queues that services consume. */
export const queues = {
  reconciliationHigh: work('reconciliation-high', 120),
  reconciliationNormal: work('reconciliation-normal', 120),
  reconciliationLow: work('reconciliation-low', 120),
  exportChecks: work('export-checks', 120),
  /** Downloads of urgent windows, which a long backlog of others must not hold up. */
  downloadsHigh: work('downloads-high', 120),
  downloads: work('downloads', 120),
  /** Results of windows that are to be posted to the URL of their group. */
  callbacks: work('reconciliation-callbacks', 60),
  /** Tasks of executions of Step Functions, for the reconciler-workers. */
  workflowTasks: work('workflow-tasks', 120),
  analytics: work('reconciliation-analytics', 60),
  audit: work('audit', 60),
} as const satisfies Record<string, WorkQueueShape>;

/** Calls that a failed reconciliation did not recover, for a person to review. No service reads it. */
export const reconciliationFailures = 'reconciliation-failures';

/** The DLQs of `queues`, the queue of failed reconciliations, and those for what SNS could not deliver to them. */
export const deadLetterQueues: readonly QueueShape[] = [
  ...Object.values(queues).map(({ deadLetter }) => deadLetter.queue),
  'reconciliation-events-undelivered',
  'recording-events-undelivered',
  reconciliationFailures,
].map((name) => ({ name, visibilityTimeoutS: 60, retentionDays: DLQ_RETENTION_DAYS }));
