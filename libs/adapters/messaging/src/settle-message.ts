import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  SendMessageCommand,
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

export type MessageSettlerDeps = {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
};

/** Carries out dispositions. A message that goes to a queue is deleted only after that queue has it. */
export const makeMessageSettler = ({
  sqs,
  queueUrl,
  deadLetterQueueUrl,
}: MessageSettlerDeps): MessageSettler => {
  const sourceQueue = queueNameOf(queueUrl);

  const remove = async ({ ReceiptHandle }: Message): Promise<void> => {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
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
        await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, ...postponedOf(message, disposition) }));
        return remove(message);
      case 'dead-letter': {
        const { reason, detail } = disposition;
        const letter = deadLetterOf(message, { reason, detail, sourceQueue });
        await sqs.send(new SendMessageCommand({ QueueUrl: deadLetterQueueUrl, ...letter }));
        return remove(message);
      }
      default:
        return disposition satisfies never;
    }
  };

  return { hide, settle };
};
