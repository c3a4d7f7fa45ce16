import type { Topic } from './limit.ts';

const MESSAGING = 'libs/adapters/messaging/src';
const STORES = 'libs/adapters/dynamodb-stores/src';
const QUEUES = 'libs/core/topology/src/queues.ts';

const clientLimits = (service: string, file: string): Topic['limits'] => [
  { what: `${service}: wait for a connection, in ms`, name: 'connectionTimeoutMs', file },
  { what: `${service}: silence that ends a try, in ms`, name: 'silenceTimeoutMs', file },
  { what: `${service}: tries of one request`, name: 'maxAttempts', file },
];

/** Limits of queues, AWS clients and processes. */
export const awsTopics: readonly Topic[] = [
  {
    title: 'Queues',
    limits: [
      {
        what: 'Visibility timeout of a message that is being handled, extended again and again',
        variable: 'VISIBILITY_TIMEOUT_SECONDS',
      },
      {
        what: 'Visibility timeout of a message that was just received, in seconds',
        name: 'RECEIVED_VISIBILITY_S',
        file: `${MESSAGING}/make-queue-consumer.ts`,
      },
      {
        what: 'Extensions within that time',
        name: 'EXTENSIONS',
        file: `${MESSAGING}/make-queue-consumer.ts`,
      },
      {
        what: 'How long a poll waits for a message, in seconds',
        name: 'LONGEST_WAIT_S',
        file: `${MESSAGING}/make-queue-consumer.ts`,
      },
      { what: 'Pause before each poll of an idle queue', variable: 'IDLE_PAUSE_SECONDS' },
      {
        what: 'Polls in a row without a message, after which a queue is idle',
        name: 'IDLE_POLLS',
        file: `${MESSAGING}/make-queue-consumer.ts`,
      },
      { what: 'Windows at once, for each queue of each worker', variable: 'REQUEST_CONCURRENCY' },
      { what: 'Checks at once, for each worker', variable: 'CHECK_CONCURRENCY' },
      {
        what: 'Longest time that SQS hides a message, in seconds',
        name: 'MAX_VISIBILITY_S',
        file: `${MESSAGING}/settle-message.ts`,
      },
      { what: 'Receives after which a message goes to its DLQ', name: 'MAX_RECEIVES', file: QUEUES },
      {
        what: 'Receives after which SQS moves a message whose consumers died',
        name: 'MAX_RECEIVES_BY_SQS',
        file: QUEUES,
      },
      {
        what: 'Time between two searches of a DLQ for messages without a reason',
        name: 'EXPLAIN_LETTERS_EVERY_MS',
        file: `${MESSAGING}/watch-letters.ts`,
      },
      { what: 'Days that a queue keeps a message', name: 'WORK_RETENTION_DAYS', file: QUEUES },
      { what: 'Days that a DLQ keeps a message', name: 'DLQ_RETENTION_DAYS', file: QUEUES },
      {
        what: 'Longest delay of a message, in seconds; a longer wait takes several messages',
        name: 'MAX_DELAY_S',
        file: QUEUES,
      },
      {
        what: 'Waits after an unknown error, by number of receives, in seconds',
        name: 'RETRY_DELAYS_S',
        file: `${MESSAGING}/message-delays.ts`,
      },
      {
        what: 'Pauses of a consumer whose messages fail by our own set-up, in seconds; the last one repeats',
        name: 'WAITS_S',
        file: `${MESSAGING}/work-pause.ts`,
      },
      {
        what: 'How long a message stays in hand that SQS refuses to settle, in ms',
        name: 'MAX_HOLD_MS',
        file: `${MESSAGING}/settle-patiently.ts`,
      },
      {
        what: 'Waits of a postponed message, by number of times, in seconds',
        name: 'POSTPONE_DELAYS_S',
        file: `${MESSAGING}/message-delays.ts`,
      },
      {
        what: 'Wait of a message of a newer version, in seconds (reconciler-worker)',
        name: 'NEWER_VERSION_DELAY_S',
        file: 'libs/use-cases/window-recovery/src/read-body.ts',
      },
      {
        what: 'The same in the downloader',
        name: 'NEWER_VERSION_DELAY_S',
        file: 'libs/use-cases/recording-fetch/src/handle-download.ts',
      },
      {
        what: 'Wait of a message whose group the registry does not have, or of a window for another OCP, in seconds',
        name: 'DELAY_S',
        file: 'libs/core/reconciliation/src/messages/await-change.ts',
      },
      {
        what: 'How often such a message waits before it goes to the DLQ',
        name: 'MAX_TIMES',
        file: 'libs/core/reconciliation/src/messages/await-change.ts',
      },
      {
        what: 'Waits before failed messages of a batch are sent again, in ms',
        name: 'DEFAULT_RETRY_DELAYS_MS',
        file: `${MESSAGING}/make-queue-sender.ts`,
      },
      {
        what: 'Longest wait of an announced change or a published event for others that share its request, in ms',
        name: 'GATHER_MS',
        file: `${MESSAGING}/gather.ts`,
      },
      {
        what: 'Waits before failed events of a batch are published again, in ms',
        name: 'DEFAULT_RETRY_DELAYS_MS',
        file: `${MESSAGING}/make-topic-publisher.ts`,
      },
      { what: 'Messages in one batch', name: 'MAX_BATCH_ENTRIES', file: `${MESSAGING}/pack-batches.ts` },
      { what: 'Size of one batch, in bytes', name: 'MAX_BATCH_BYTES', file: `${MESSAGING}/pack-batches.ts` },
    ],
  },
  {
    title: 'AWS clients',
    limits: [
      ...clientLimits('DynamoDB', `${STORES}/make-dynamodb-client.ts`),
      ...clientLimits('SQS', `${MESSAGING}/make-sqs-client.ts`),
      {
        what: 'SQS: silence that ends a poll, counted from its third second, in ms',
        name: 'pollSilenceTimeoutMs',
        file: `${MESSAGING}/make-sqs-client.ts`,
      },
      { what: 'SQS: polls at once', name: 'maxPolls', file: `${MESSAGING}/make-sqs-client.ts` },
      ...clientLimits('SNS', `${MESSAGING}/make-sns-client.ts`),
      ...clientLimits('S3', 'libs/adapters/recording-store/src/make-s3-client.ts'),
      {
        what: 'Tries to change an item that others change too',
        name: 'MAX_TRIES',
        file: `${STORES}/change-item.ts`,
      },
      {
        what: 'The same for reconciliations and slots',
        name: 'MAX_TRIES',
        file: 'libs/use-cases/window-recovery/src/change-item.ts',
      },
      {
        what: 'Random wait between those tries',
        is: 'below 20 ms, doubled with each try, below 500 ms',
        file: `${STORES}/pause-after.ts`,
      },
      { what: 'Keys of one batch read', name: 'MAX_KEYS', file: `${STORES}/batch-get.ts` },
      {
        what: 'Tries of a batch read whose keys DynamoDB left out',
        name: 'MAX_TRIES',
        file: `${STORES}/batch-get.ts`,
      },
    ],
  },
  {
    title: 'Stopping a process',
    limits: [
      {
        what: 'Time from SIGTERM to exit, in ms',
        name: 'DEFAULT_GRACE_PERIOD_MS',
        file: 'libs/platform/service/src/run-until-signal.ts',
      },
      {
        what: 'Time that a stopping worker gives its messages, in ms',
        name: 'DEFAULT_STOP_GRACE_MS',
        file: `${MESSAGING}/make-queue-consumer.ts`,
      },
    ],
  },
];
