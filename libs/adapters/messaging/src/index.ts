export {
  EventNotPublishedError,
  EventTooLargeError,
  MessagesNotSentError,
  MessageTooLargeError,
  MessagingUnavailableError,
  QueueUnusableError,
  TopicUnusableError,
} from './errors.ts';
export { makeQueueConsumer, type QueueConsumer, type QueueConsumerDeps } from './make-queue-consumer.ts';
export {
  makeQueueSender,
  type OutgoingMessage,
  type QueueSender,
  type QueueSenderDeps,
} from './make-queue-sender.ts';
export { makeSnsClient, SNS_LIMITS } from './make-sns-client.ts';
export { makeSqsClient, SQS_LIMITS, type SqsLimits } from './make-sqs-client.ts';
export {
  makeTopicPublisher,
  type OutgoingEvent,
  type PublishResult,
  type TopicPublisher,
  type TopicPublisherDeps,
} from './make-topic-publisher.ts';
export type { PollHealth } from './poll-health.ts';
export type { ReceivedMessage } from './received-message.ts';
export { resolveQueueUrl } from './resolve-queue-url.ts';
export type { HandleMessage, QueueLog, SettledSample } from './work-message.ts';
