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

/** SQS or SNS did not answer, or answered that it cannot now. */
export class MessagingUnavailableError extends DomainError {
  readonly code = 'MESSAGING_UNAVAILABLE';
  readonly fault = 'retryable';
}

/** A message that no request can carry. */
export class MessageTooLargeError extends DomainError {
  readonly code = 'MESSAGE_TOO_LARGE';
  readonly fault = 'permanent';
}

/** Some messages of a batch did not get into the queue, the others did: sending all again sends those twice. */
export class MessagesNotSentError extends DomainError {
  readonly code = 'MESSAGES_NOT_SENT';
  readonly fault = 'retryable';
}

export class EventNotPublishedError extends DomainError {
  readonly code = 'EVENT_NOT_PUBLISHED';
  readonly fault = 'retryable';
}

/** An event that no request can carry. */
export class EventTooLargeError extends DomainError {
  readonly code = 'EVENT_TOO_LARGE';
  readonly fault = 'permanent';
}
