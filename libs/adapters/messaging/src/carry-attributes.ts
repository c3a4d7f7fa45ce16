import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

/** Entries of the attributes of a received message, without the fields that SQS refuses in a message that is sent. */
export const carryAttributes = (attributes: Attributes): [string, MessageAttributeValue][] =>
  Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    { DataType, StringValue, BinaryValue },
  ]);
