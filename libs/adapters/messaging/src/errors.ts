import { DomainError } from '@recordings/fault';

/** A queue is missing, or we may not use it. */
export class QueueUnusableError extends DomainError {
  readonly code = 'QUEUE_UNUSABLE';
  readonly fault = 'configuration';
}

/** The topic is missing, or we may not publish to it. */
export class TopicUnusableError extends DomainError {
  readonly code = 'TOPIC_UNUSABLE';
  readonly fault = 'configuration';
}

/** SQS or SNS did not answer, or reported a transient fault. */
export class MessagingUnavailableError extends DomainError {
  readonly code = 'MESSAGING_UNAVAILABLE';
  readonly fault = 'retryable';
}

/** A message is larger than one request may be. */
export class MessageTooLargeError extends DomainError {
  readonly code = 'MESSAGE_TOO_LARGE';
  readonly fault = 'permanent';
}

/** Some messages of a batch are not in the queue. The others are: sending all again sends those twice. */
export class MessagesNotSentError extends DomainError {
  readonly code = 'MESSAGES_NOT_SENT';
  readonly fault = 'retryable';
}

export class EventNotPublishedError extends DomainError {
  readonly code = 'EVENT_NOT_PUBLISHED';
  readonly fault = 'retryable';
}

/** An event is larger than one request may be. */
export class EventTooLargeError extends DomainError {
  readonly code = 'EVENT_TOO_LARGE';
  readonly fault = 'permanent';
}
