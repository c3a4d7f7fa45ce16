import type { Message } from '@aws-sdk/client-sqs';
import type { Postponed } from '@recordings/fault';
import { readPostponed } from './postponed.ts';

export type ReceivedMessage = {
  readonly messageId: string;
  readonly body: string;
  /** From 1. */
  readonly receiveCount: number;
  /** Attributes of type String and Number, as text. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Absent if it was not postponed for a reason. */
  readonly postponed?: Postponed;
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
  ...postponedField(MessageAttributes),
  attributes: Object.fromEntries(
    Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
      StringValue === undefined ? [] : [[name, StringValue]],
    ),
  ),
});

const postponedField = (
  attributes: NonNullable<Message['MessageAttributes']>,
): { readonly postponed?: Postponed } => {
  const postponed = readPostponed(attributes);
  return postponed ? { postponed } : {};
};
