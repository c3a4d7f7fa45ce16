import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A message of a DLQ that is hidden from others for 15 minutes. */
export type Letter = {
  readonly message: Message;
  readonly body: string;
  /** Texts of its message attributes, `reason` and `sourceQueue` among them. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
};

export type LetterBox = {
  /** About how many messages are in the queue, hidden ones too. */
  count(): Promise<number>;
  /**
   * Each message once, in no order, some at a time, until none comes. It is hidden until it is released or removed, or 15
   * minutes have passed.
   */
  letters(): AsyncIterable<readonly Letter[]>;
  release(letter: Letter): Promise<void>;
  remove(letter: Letter): Promise<void>;
};

/** SQS: messages of one poll. */
const MAX_MESSAGES = 10;
/** Longer than a hundred windows of a hundred calls take. */
const HIDDEN_S = 900;
/** SQS asks only some of its servers in a short poll, so one that waits is made before a queue counts as empty. */
const WAIT_S = 1;

/** Makes what a person needs to look through a DLQ. */
export const makeLetterBox = (sqs: SQSClient, QueueUrl: string): LetterBox => ({
  count: async () => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: hidden } =
      Attributes;
    return Number(waiting ?? 0) + Number(hidden ?? 0);
  },
  letters: async function* () {
    const seen = new Set<string>();
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: MAX_MESSAGES,
          VisibilityTimeout: HIDDEN_S,
          WaitTimeSeconds: WAIT_S,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      );
      // A message that was released is seen again: everything has been seen then.
      const fresh = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
      for (const message of fresh) seen.add(message.MessageId ?? '');
      if (fresh.length === 0) return;
      yield fresh.map(letterOf);
    }
  },
  release: async ({ message: { ReceiptHandle } }) => {
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  },
  remove: async ({ message: { ReceiptHandle } }) => {
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  },
});

const letterOf = (message: Message): Letter => ({
  message,
  body: message.Body ?? '',
  attributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
      name,
      StringValue ?? '(binary)',
    ]),
  ),
  sentAt: Number(message.Attributes?.SentTimestamp ?? 0),
});
