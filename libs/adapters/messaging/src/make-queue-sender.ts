import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DomainError } from '@recordings/fault';
import { MAX_DELAY_S } from '@recordings/topology';
import { awsFault } from './aws-fault.ts';
import { deliverInBatches } from './deliver-in-batches.ts';
import { MessagesNotSentError, MessageTooLargeError, QueueUnusableError } from './errors.ts';
import { MAX_BATCH_BYTES } from './pack-batches.ts';
import { queueNameOf } from './queue-name.ts';

export const DEFAULT_RETRY_DELAYS_MS: readonly number[] = [100, 500];

export type QueueSenderDeps = {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  /** Waits before the failed messages of a batch are sent again. */
  readonly retryDelaysMs?: readonly number[];
};

/** `delayS`: whole seconds, 0 to `MAX_DELAY_S`. */
export type OutgoingMessage = {
  readonly body: object;
  readonly delayS?: number;
  /** Text attributes of the message. */
  readonly attributes?: Readonly<Record<string, string>>;
};

export type QueueSender = {
  /**
   * @throws {RangeError} if SQS does not take the delay.
   * @throws {MessageTooLargeError} above 256 KiB.
   */
  send(body: object, options?: { readonly delayS?: number }): Promise<void>;
  /**
   * Sends all, in batches. If one message is refused here, for its size or delay, nothing is sent.
   *
   * @throws {MessagesNotSentError} if some failed after every retry; the others are in the queue.
   */
  sendAll(messages: readonly OutgoingMessage[]): Promise<void>;
};

/** Sends JSON messages to one queue. */
export const makeQueueSender = ({
  sqs,
  queueUrl,
  retryDelaysMs = DEFAULT_RETRY_DELAYS_MS,
}: QueueSenderDeps): QueueSender => {
  const queue = `queue ${queueNameOf(queueUrl)}`;
  const faultOf = (error: unknown): DomainError => awsFault(error, queue, QueueUnusableError);

  const sendAll: QueueSender['sendAll'] = async (messages) => {
    const entries = messages.map((message) => entryOf(queue, message));
    const { failed } = await deliverInBatches(entries, {
      retryDelaysMs,
      faultOf,
      send: (batch) => {
        const Entries = batch.map(({ input }, place) => ({ Id: String(place), ...input }));
        return sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      },
    });
    const [first] = failed;
    if (first === undefined) return;
    throw new MessagesNotSentError(
      `${queue}: ${failed.length} of ${messages.length} messages not sent; the first: ${first.code}: ${first.message}`,
    );
  };

  const send: QueueSender['send'] = async (body, { delayS } = {}) => {
    const { input } = entryOf(queue, { body, delayS });
    try {
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, ...input }));
    } catch (error) {
      throw faultOf(error);
    }
  };

  return { send, sendAll };
};

export const entryOf = (queue: string, { body, delayS = 0, attributes = {} }: OutgoingMessage) => {
  if (!Number.isInteger(delayS) || delayS < 0 || delayS > MAX_DELAY_S) {
    throw new RangeError(`${queue}: delayS must be an integer from 0 to ${MAX_DELAY_S}, got ${delayS}`);
  }
  const MessageBody = JSON.stringify(body);
  const sizeBytes = Buffer.byteLength(MessageBody);
  if (sizeBytes > MAX_BATCH_BYTES) {
    throw new MessageTooLargeError(
      `${queue}: a message has ${sizeBytes} bytes, at most ${MAX_BATCH_BYTES} fit`,
    );
  }
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
  return { sizeBytes, input: { MessageBody, DelaySeconds: delayS, MessageAttributes } };
};
