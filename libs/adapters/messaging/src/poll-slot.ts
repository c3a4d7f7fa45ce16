import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { Consumer } from 'sqs-consumer';
import { retryDelayS } from './message-delays.ts';
import { pause } from './pause.ts';

export type PollSlot = {
  start(): void;
  /** Ends the poll under way; resolves when the message in hand, if there is one, is settled. */
  stop(): Promise<void>;
};

export type PollSlotDeps = {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly visibilityTimeoutS: number;
  readonly waitTimeS: number;
  readonly work: (message: Message) => Promise<void>;
  /** Resolves when the next poll may start, or when the signal aborts. */
  readonly beforePoll: (signal: AbortSignal) => Promise<void>;
  /** Takes a message that arrives after the stop. */
  readonly giveBack: (message: Message) => Promise<void>;
  /** A poll was answered, with or without a message. */
  readonly onPolled: () => void;
  readonly onPollError: (error: unknown, failures: number) => void;
};

/**
 * Receives and handles one message at a time.
 *
 * sqs-consumer polls again only when the slowest message of a batch is done, so a slot takes one message and slots
 * do not wait for each other. It would delete with a signal that `stop` aborts, so `work` settles its message itself.
 *
 * sqs-consumer has no time limit for a poll: the client has one (`SQS_LIMITS`). Its `handleMessageTimeout` would leave
 * the handler running beside the next one, so each handler limits its own work.
 */
export const makePollSlot = (deps: PollSlotDeps): PollSlot => {
  const stopping = new AbortController();
  let failures = 0;
  let poll = Promise.withResolvers<void>();
  poll.resolve();
  const consumer = makeConsumer(deps, stopping.signal, {
    onPolling: async () => {
      poll = Promise.withResolvers<void>();
      if (failures > 0) await pause(retryDelayS(failures) * 1_000, stopping.signal);
      await deps.beforePoll(stopping.signal);
    },
    onPolled: () => {
      failures = 0;
      deps.onPolled();
    },
  });
  consumer.on('error', (error) => {
    if (stopping.signal.aborted) return;
    failures += 1;
    deps.onPollError(error, failures);
  });
  consumer.on('processing_error', (error) => deps.onPollError(error, failures));
  // Each poll ends with exactly one of these events.
  for (const end of ['response_processed', 'empty', 'error'] as const) consumer.on(end, () => poll.resolve());

  const stop = (): Promise<void> => {
    stopping.abort();
    consumer.stop({ abort: true });
    return poll.promise;
  };

  return { start: () => consumer.start(), stop };
};

const makeConsumer = (
  { sqs, queueUrl, visibilityTimeoutS, waitTimeS, work, giveBack }: PollSlotDeps,
  stopping: AbortSignal,
  { onPolling, onPolled }: { readonly onPolling: () => Promise<void>; readonly onPolled: () => void },
): Consumer =>
  Consumer.create({
    sqs,
    queueUrl,
    batchSize: 1,
    visibilityTimeout: visibilityTimeoutS,
    waitTimeSeconds: waitTimeS,
    shouldDeleteMessages: false, // `work` has settled the message.
    messageAttributeNames: ['All'],
    messageSystemAttributeNames: ['ApproximateReceiveCount'],
    preReceiveMessageCallback: onPolling,
    postReceiveMessageCallback: async () => onPolled(),
    handleMessage: async (message) => {
      await (stopping.aborted ? giveBack : work)(message);
      return message;
    },
  });
