import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { awsFault } from './aws-fault.ts';
import { deliverInBatches } from './deliver-in-batches.ts';
import { MessagesNotSentError, QueueUnusableError } from './errors.ts';
import {
  DEFAULT_RETRY_DELAYS_MS,
  entryOf,
  type OutgoingMessage,
  type QueueSenderDeps,
} from './make-queue-sender.ts';
import { queueNameOf } from './queue-name.ts';

/** How long the first message of a batch waits for others. */
const GATHER_MS = 10;

export type BatchingSenderDeps = QueueSenderDeps & {
  /** How long SQS hides a new message, in whole seconds. */
  readonly delayS: number;
};

type Waiting = ReturnType<typeof entryOf> & {
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
};

/**
 * Sends JSON messages to one queue. Those of 10 ms share a request, so that many small senders cost few requests. Each
 * send resolves when its own message is in the queue, and fails alone.
 */
export const makeBatchingSender = (deps: BatchingSenderDeps) => {
  const queue = `queue ${queueNameOf(deps.queueUrl)}`;
  let waiting: Waiting[] = [];

  const flush = async (): Promise<void> => {
    const entries = waiting;
    waiting = [];
    try {
      const { delivered, failed } = await deliverEntries(deps, queue, entries);
      for (const { entry } of delivered) entry.done();
      for (const { entry, code, message } of failed) {
        entry.failed(new MessagesNotSentError(`${queue}: message not sent: ${code}: ${message}`));
      }
    } catch (error) {
      for (const { failed } of entries) failed(error);
    }
  };

  /**
   * @throws {MessageTooLargeError} above 256 KiB.
   * @throws {MessagesNotSentError} if the message failed after every retry.
   */
  return async (body: object): Promise<void> => {
    const message: OutgoingMessage = { body, delayS: deps.delayS };
    const entry = entryOf(queue, message);
    await new Promise<void>((done, failed) => {
      if (waiting.length === 0) setTimeout(() => void flush(), GATHER_MS);
      waiting.push({ ...entry, done, failed });
    });
  };
};

const deliverEntries = (
  { sqs, queueUrl, retryDelaysMs = DEFAULT_RETRY_DELAYS_MS }: BatchingSenderDeps,
  queue: string,
  entries: readonly Waiting[],
) =>
  deliverInBatches(entries, {
    retryDelaysMs,
    faultOf: (error) => awsFault(error, queue, QueueUnusableError),
    send: (batch) => {
      const Entries = batch.map(({ input }, place) => ({ Id: String(place), ...input }));
      return sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    },
  });
