import { queueNameOf } from './queue-name.ts';
import type { QueueLog } from './work-message.ts';

/** Few such messages exist: SQS moves one only if its consumers died again and again. */
export const EXPLAIN_LETTERS_EVERY_MS = 3_600_000;

export type WatchLettersDeps = {
  readonly deadLetterQueueUrl: string;
  readonly log: QueueLog;
  /** @returns the number of messages of the DLQ that got a reason. */
  readonly explainLetters: () => Promise<number>;
  /** Milliseconds between two rounds, and before the first. */
  readonly everyMs: number;
};

/**
 * Gives the messages of a DLQ that have no reason one, now and then. @returns the function that ends it, and that
 * resolves when the round that runs has ended.
 */
export const watchLetters = ({
  deadLetterQueueUrl,
  log,
  explainLetters,
  everyMs,
}: WatchLettersDeps): (() => Promise<void>) => {
  const queue = queueNameOf(deadLetterQueueUrl);
  let round: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      const letters = await explainLetters();
      if (letters > 0)
        log.error(
          { event: 'letters_explained', queue, letters },
          'messages that AWS had moved to the DLQ by itself got their reason',
        );
    } catch (err) {
      log.warn(
        { event: 'letters_not_explained', queue, err },
        'DLQ not searched for messages without reason',
      );
    }
  };
  const timer = setInterval(() => {
    round = round.then(run);
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
};
