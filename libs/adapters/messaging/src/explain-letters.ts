import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type DeadLetterCause, deadLetterOf } from './dead-letter.ts';

export type ExplainLettersDeps = {
  readonly sqs: SQSClient;
  readonly deadLetterQueueUrl: string;
  /** Why AWS moves messages there by itself, and from where. */
  readonly cause: DeadLetterCause;
};

/** Polls of one round, so that a full DLQ costs little. The next round sees other messages: SQS picks them at random. */
const MAX_POLLS = 20;
/** SQS: messages of one poll. */
const MAX_MESSAGES = 10;
/** Each message is looked at once in a round. A redrive in the meantime does not see it. */
const HIDDEN_S = 60;

/**
 * Makes the function that gives each message that AWS moved to the DLQ by itself its reason and its origin. A message
 * that a consumer moved has both. If it stops half-way, a letter is in the DLQ twice.
 *
 * @returns the number of messages that got a reason.
 */
export const makeExplainLetters = ({ sqs, deadLetterQueueUrl, cause }: ExplainLettersDeps) => {
  const poll = async (): Promise<Message[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MaxNumberOfMessages: MAX_MESSAGES,
        VisibilityTimeout: HIDDEN_S,
        // A poll that waits asks all servers of the queue.
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  };
  const explain = async (message: Message): Promise<void> => {
    const letter = deadLetterOf(message, cause);
    await sqs.send(new SendMessageCommand({ QueueUrl: deadLetterQueueUrl, ...letter }));
    const { ReceiptHandle } = message;
    await sqs.send(new DeleteMessageCommand({ QueueUrl: deadLetterQueueUrl, ReceiptHandle }));
  };

  return async (): Promise<number> => {
    let explained = 0;
    for (let polls = 0; polls < MAX_POLLS; polls += 1) {
      const messages = await poll();
      for (const message of messages.filter(
        ({ MessageAttributes = {} }) => !('reason' in MessageAttributes),
      )) {
        await explain(message);
        explained += 1;
      }
      if (messages.length < MAX_MESSAGES) return explained;
    }
    return explained;
  };
};
