import type { SQSClient } from '@aws-sdk/client-sqs';
import { makeExplainLetters } from './explain-letters.ts';
import { EXPLAIN_LETTERS_EVERY_MS, watchLetters } from './watch-letters.ts';
import type { QueueLog } from './work-message.ts';

export type WatchUndeliveredDeps = {
  readonly sqs: SQSClient;
  /** The queue to which SNS sends what it cannot deliver. */
  readonly queueUrl: string;
  /** Name of the topic. */
  readonly topic: string;
  readonly log: QueueLog;
  /** Milliseconds. Default: hourly. */
  readonly everyMs?: number;
};

/** SNS gave a message up. */
const NOT_DELIVERED = 'NOT_DELIVERED';

/**
 * Gives each message that SNS could not deliver its reason and its topic, now and then. SNS adds neither.
 *
 * @returns the function that ends it, and that resolves when the round that runs has ended.
 */
export const watchUndelivered = ({
  sqs,
  queueUrl: deadLetterQueueUrl,
  topic: sourceTopic,
  log,
  everyMs = EXPLAIN_LETTERS_EVERY_MS,
}: WatchUndeliveredDeps): (() => Promise<void>) => {
  const detail = 'SNS could not deliver it to a queue that subscribes to the topic';
  const cause = { reason: NOT_DELIVERED, detail, sourceTopic };
  const explainLetters = makeExplainLetters({ sqs, deadLetterQueueUrl, cause });
  return watchLetters({ deadLetterQueueUrl, log, explainLetters, everyMs });
};
