import type { MessageAttributeValue, SNSClient } from '@aws-sdk/client-sns';
import { awsFault } from './aws-fault.ts';
import { type Delivery, deliverInBatches } from './deliver-in-batches.ts';
import { EventNotPublishedError, EventTooLargeError, TopicUnusableError } from './errors.ts';
import { limitTime } from './limit-time.ts';
import { makePace } from './make-pace.ts';
import { MAX_BATCH_BYTES } from './pack-batches.ts';
import { makeSdkPublishBatch, type PublishBatch } from './publish-batch.ts';

const DEFAULT_RETRY_DELAYS_MS: readonly number[] = [100, 500];
const EVENT_TOO_LARGE = 'EVENT_TOO_LARGE';

export type TopicPublisherDeps = {
  readonly sns: SNSClient;
  readonly topicArn: string;
  /** Waits before failed events are published again. */
  readonly retryDelaysMs?: readonly number[];
  /** Events that are published at the same time. Default: 10, which are one request. */
  readonly parallelEvents?: number;
  /** Default: no limit. */
  readonly eventsPerSecond?: number;
  /** Time for one request, its answer included. Default: none but the client's. */
  readonly timeoutMs?: number;
  /**
   * Message group of all events, which a FIFO topic requires. Events that are sent in parallel or again are not in order. SNS
   * drops an event whose id it accepted in the last 5 minutes.
   */
  readonly messageGroupId?: string;
  /** Default: the SDK. */
  readonly publishBatch?: PublishBatch;
};

/** `id` is the caller's: the result names events by it. Filter policies see the `attributes`. */
export type OutgoingEvent = {
  readonly id: string;
  readonly body: object;
  readonly attributes: Readonly<Record<string, string | number>>;
};

/** `code`: SNS's own, `EVENT_TOO_LARGE`, `ABORTED`, or the name of the error that the request failed with. */
export type PublishResult = {
  readonly published: { readonly id: string; readonly messageId: string }[];
  readonly failed: { readonly id: string; readonly code: string; readonly message: string }[];
};

export type TopicPublisher = {
  /**
   * Publishes in batches and reports the result of each event, after an abort too. An event that failed may have been
   * published all the same, if only the answer was lost.
   *
   * @throws {TopicUnusableError} if the topic is missing or forbidden.
   */
  publishAll(events: readonly OutgoingEvent[], signal?: AbortSignal): Promise<PublishResult>;
  /** @throws {EventNotPublishedError | EventTooLargeError | TopicUnusableError} */
  publish(event: OutgoingEvent): Promise<void>;
};

/** Publishes JSON events to one topic. */
export const makeTopicPublisher = ({
  sns,
  topicArn,
  retryDelaysMs = DEFAULT_RETRY_DELAYS_MS,
  publishBatch = makeSdkPublishBatch(sns),
  parallelEvents,
  eventsPerSecond = Infinity,
  timeoutMs,
  messageGroupId,
}: TopicPublisherDeps): TopicPublisher => {
  const topic = `topic ${topicArn}`;
  const pace = makePace(eventsPerSecond);
  const limited = timeoutMs === undefined ? publishBatch : limitTime(publishBatch, timeoutMs);

  const publishAll: TopicPublisher['publishAll'] = async (events, signal) => {
    const entries = events.map((event) => entryOf(event, messageGroupId));
    const { delivered, failed } = await deliverInBatches(
      entries.filter((entry) => !isTooLarge(entry)),
      {
        retryDelaysMs,
        signal,
        parallelEntries: parallelEvents,
        pace: (count) => pace(count, signal),
        send: (batch) => limited(topicArn, batch.map(toRequestEntry), signal),
        faultOf: (error) => awsFault(error, topic, TopicUnusableError),
      },
    );
    return resultOf(entries.filter(isTooLarge), delivered, failed);
  };

  return {
    publishAll,
    publish: async (event) => {
      const [failure] = (await publishAll([event])).failed;
      if (failure) throw notPublished(topicArn, failure);
    },
  };
};

/** The error of an event that failed. */
export const notPublished = (topicArn: string, { id, code, message }: PublishResult['failed'][number]) => {
  const text = `topic ${topicArn}: event ${id}: ${code}: ${message}`;
  return code === EVENT_TOO_LARGE ? new EventTooLargeError(text) : new EventNotPublishedError(text);
};

type Entry = ReturnType<typeof entryOf>;

const resultOf = (
  tooLong: readonly Entry[],
  delivered: Delivery<Entry>['delivered'],
  failed: Delivery<Entry>['failed'],
): PublishResult => ({
  published: delivered.map(({ entry, messageId }) => ({ id: entry.id, messageId })),
  failed: [
    ...tooLong.map(tooLarge),
    ...failed.map(({ entry, code, message }) => ({ id: entry.id, code, message })),
  ],
});

const entryOf = ({ id, body, attributes }: OutgoingEvent, messageGroupId: string | undefined) => {
  const Message = JSON.stringify(body);
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)]),
  );
  const attributeBytes = Object.entries(MessageAttributes).map(
    ([name, { DataType = '', StringValue = '' }]) => Buffer.byteLength(name + DataType + StringValue),
  );
  const sizeBytes = attributeBytes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(Message));
  const order = messageGroupId !== undefined && {
    MessageGroupId: messageGroupId,
    MessageDeduplicationId: id,
  };
  return { id, sizeBytes, input: { Message, MessageAttributes, ...order } };
};

const toRequestEntry = ({ input }: Entry, place: number) => ({ Id: String(place), ...input });

const attributeOf = (value: string | number): MessageAttributeValue => ({
  DataType: typeof value === 'number' ? 'Number' : 'String',
  StringValue: String(value),
});

const isTooLarge = ({ sizeBytes }: Entry): boolean => sizeBytes > MAX_BATCH_BYTES;

const tooLarge = ({ id, sizeBytes }: Entry) => ({
  id,
  code: EVENT_TOO_LARGE,
  message: `${sizeBytes} bytes with its attributes, at most ${MAX_BATCH_BYTES} fit`,
});
