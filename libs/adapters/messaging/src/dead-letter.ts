import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import { carryAttributes } from './carry-attributes.ts';
import { isPostponement } from './postponed.ts';

export type DeadLetterCause = {
  readonly reason: string;
  readonly detail?: string;
  /** The queue that it comes from, or the topic. */
} & ({ readonly sourceQueue: string } | { readonly sourceTopic: string });

/** SQS: attributes of one message. */
const MAX_ATTRIBUTES = 10;
/** People read a reason and alarms match it; SQS counts it in the size of the message. */
const MAX_TEXT_CHARACTERS = 1_024;
/** What SQS refuses in any text. */
const FORBIDDEN_CHARACTERS = /[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Makes the message for the DLQ: the same body and attributes, with the reason and where it comes from. */
export const deadLetterOf = (
  { Body, MessageId, MessageAttributes = {} }: Message,
  { reason, detail, ...source }: DeadLetterCause,
) => {
  const added: Record<string, MessageAttributeValue> = {
    reason: textAttribute(reason),
    ...Object.fromEntries(Object.entries(source).map(([name, value]) => [name, textAttribute(value)])),
    ...(MessageId && { sourceMessageId: textAttribute(MessageId) }),
    ...(detail && { detail: textAttribute(detail) }),
  };
  const kept = carryAttributes(MessageAttributes)
    .filter(([name]) => !(name in added))
    .slice(0, MAX_ATTRIBUTES - Object.keys(added).length);
  return { MessageBody: Body, MessageAttributes: { ...Object.fromEntries(kept), ...added } };
};

/** Attributes that say why a message is a letter. */
const CAUSE = ['reason', 'detail', 'sourceQueue', 'sourceTopic', 'sourceMessageId'];

/** The message as it was before it became a letter: its body and its own attributes, for a first try anew. */
export const originalOf = ({ Body, MessageAttributes = {} }: Message) => ({
  MessageBody: Body,
  MessageAttributes: Object.fromEntries(
    carryAttributes(MessageAttributes).filter(([name]) => !CAUSE.includes(name) && !isPostponement(name)),
  ),
});

/** SQS refuses an empty value. */
const textAttribute = (text: string): MessageAttributeValue => ({
  DataType: 'String',
  StringValue: text.slice(0, MAX_TEXT_CHARACTERS).replace(FORBIDDEN_CHARACTERS, '\ufffd') || 'unknown',
});
