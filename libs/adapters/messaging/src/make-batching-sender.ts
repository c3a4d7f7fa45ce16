import { awsFault } from './aws-fault.ts';
import { deliverInBatches } from './deliver-in-batches.ts';
import { MessagesNotSentError, QueueUnusableError } from './errors.ts';
import { type Gathered, gather } from './gather.ts';
import {
  DEFAULT_RETRY_DELAYS_MS,
  entryOf,
  type OutgoingMessage,
  type QueueSenderDeps,
} from './make-queue-sender.ts';
import { queueNameOf } from './queue-name.ts';
import { makeSdkSendBatch, type SendBatch } from './send-batch.ts';

export type BatchingSenderDeps = QueueSenderDeps & {
  /** Default: the SDK. */
  readonly sendBatch?: SendBatch;
  /** How long SQS hides a new message, in whole seconds. */
  readonly delayS: number;
};

/**
 * Sends JSON messages to one queue. Those that come together share a request. Each send resolves when its own message is
 * in the queue, and fails alone.
 */
export const makeBatchingSender = (deps: BatchingSenderDeps) => {
  const queue = `queue ${queueNameOf(deps.queueUrl)}`;
  const send = gather<ReturnType<typeof entryOf>>(async (items) => {
    const { delivered, failed } = await deliverEntries(deps, queue, items.map(toWaiting));
    for (const { entry } of delivered) entry.done();
    for (const { entry, code, message } of failed) {
      entry.failed(new MessagesNotSentError(`${queue}: message not sent: ${code}: ${message}`));
    }
  });

  /**
   * @throws {MessageTooLargeError} above 256 KiB.
   * @throws {MessagesNotSentError} if the message failed after every retry.
   */
  return async (body: object): Promise<void> => {
    const message: OutgoingMessage = { body, delayS: deps.delayS };
    await send(entryOf(queue, message));
  };
};

type Waiting = ReturnType<typeof toWaiting>;

const toWaiting = ({ item, done, failed }: Gathered<ReturnType<typeof entryOf>>) => ({
  ...item,
  done,
  failed,
});

const deliverEntries = (
  {
    sqs,
    queueUrl,
    retryDelaysMs = DEFAULT_RETRY_DELAYS_MS,
    sendBatch = makeSdkSendBatch(sqs),
  }: BatchingSenderDeps,
  queue: string,
  entries: readonly Waiting[],
) =>
  deliverInBatches(entries, {
    retryDelaysMs,
    faultOf: (error) => awsFault(error, queue, QueueUnusableError),
    send: (batch) =>
      sendBatch(
        queueUrl,
        batch.map(({ input }, place) => ({ Id: String(place), ...input })),
      ),
  });
