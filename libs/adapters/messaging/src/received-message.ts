import type { Message } from '@aws-sdk/client-sqs';

export type ReceivedMessage = {
  readonly messageId: string;
  readonly body: string;
  /** From 1. */
  readonly receiveCount: number;
  /** Attributes of type String and Number, as text. */
  readonly attributes: Readonly<Record<string, string>>;
};

export const receivedMessageOf = ({
  MessageId = '',
  Body = '',
  Attributes,
  MessageAttributes = {},
}: Message): ReceivedMessage => ({
  messageId: MessageId,
  body: Body,
  receiveCount: Number(Attributes?.ApproximateReceiveCount ?? 1),
  attributes: Object.fromEntries(
    Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
      StringValue === undefined ? [] : [[name, StringValue]],
    ),
  ),
});
