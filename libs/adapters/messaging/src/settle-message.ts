import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  SendMessageCommand,
  type SendMessageCommandInput,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Disposition } from '@recordings/fault';
import { deadLetterOf } from './dead-letter.ts';
import { retryDelayS } from './message-delays.ts';
import { postponedOf } from './postponed.ts';
import { queueNameOf } from './queue-name.ts';
import { receivedMessageOf } from './received-message.ts';

/** SQS: the longest time a message can stay invisible, 12 hours. */
const MAX_VISIBILITY_S = 43_200;

export type MessageSettler = {
  /** Makes the message visible to other consumers again after so many seconds from now. */
  hide(message: Message, seconds: number): Promise<void>;
  settle(message: Message, disposition: Disposition): Promise<void>;
};

type Replacement = Pick<SendMessageCommandInput, 'MessageBody' | 'MessageAttributes' | 'DelaySeconds'>;

export type MessageSettlerDeps = {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
};

/**
 * Carries out dispositions. A message that goes to a queue is deleted only after that queue has it. If it could not be
 * deleted, the same disposition again only deletes it.
 */
export const makeMessageSettler = ({
  sqs,
  queueUrl,
  deadLetterQueueUrl,
}: MessageSettlerDeps): MessageSettler => {
  const sourceQueue = queueNameOf(queueUrl);
  const moved = new WeakSet<Message>();

  const remove = async ({ ReceiptHandle }: Message): Promise<void> => {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
  };

  const move = async (message: Message, target: string, replacement: Replacement): Promise<void> => {
    if (!moved.has(message)) await sqs.send(new SendMessageCommand({ QueueUrl: target, ...replacement }));
    moved.add(message);
    await remove(message);
  };

  const hide = async ({ ReceiptHandle }: Message, seconds: number): Promise<void> => {
    const VisibilityTimeout = Math.min(Math.max(Math.ceil(seconds), 0), MAX_VISIBILITY_S);
    await sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout }),
    );
  };

  const settle = async (message: Message, disposition: Disposition): Promise<void> => {
    switch (disposition.kind) {
      case 'ack':
        return remove(message);
      case 'retry':
        return hide(message, disposition.delayS ?? retryDelayS(receivedMessageOf(message).receiveCount));
      case 'postpone':
        return move(message, queueUrl, postponedOf(message, disposition));
      case 'dead-letter': {
        const { reason, detail } = disposition;
        const letter = deadLetterOf(message, { reason, detail, sourceQueue });
        return move(message, deadLetterQueueUrl, letter);
      }
      default:
        return disposition satisfies never;
    }
  };

  return { hide, settle };
};
