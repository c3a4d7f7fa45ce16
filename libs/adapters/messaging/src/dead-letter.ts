import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';

export type DeadLetterCause = {
  readonly reason: string;
  readonly detail?: string;
  readonly sourceQueue: string;
};

/** SQS: attributes of one message. */
const MAX_ATTRIBUTES = 10;
/** A reason is read by people and matched by alarms; the size of a message is limited with its attributes. */
const MAX_TEXT_CHARACTERS = 1_024;
/** What SQS refuses in any text. */
const FORBIDDEN_CHARACTERS = /[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** The message as it goes to the DLQ: its own body and attributes, and why and whence it came. */
export const deadLetterOf = (
  { Body, MessageId, MessageAttributes = {} }: Message,
  { reason, detail, sourceQueue }: DeadLetterCause,
) => {
  const told: Record<string, MessageAttributeValue> = {
    reason: textAttribute(reason),
    sourceQueue: textAttribute(sourceQueue),
    ...(MessageId && { sourceMessageId: textAttribute(MessageId) }),
    ...(detail && { detail: textAttribute(detail) }),
  };
  const kept = Object.entries(MessageAttributes)
    .filter(([name]) => !(name in told))
    .slice(0, MAX_ATTRIBUTES - Object.keys(told).length)
    .map(([name, { DataType, StringValue, BinaryValue }]) => [name, { DataType, StringValue, BinaryValue }]);
  return { MessageBody: Body, MessageAttributes: { ...Object.fromEntries(kept), ...told } };
};

/** SQS refuses an empty value. */
const textAttribute = (text: string): MessageAttributeValue => ({
  DataType: 'String',
  StringValue: text.slice(0, MAX_TEXT_CHARACTERS).replace(FORBIDDEN_CHARACTERS, '\ufffd') || 'unknown',
});
