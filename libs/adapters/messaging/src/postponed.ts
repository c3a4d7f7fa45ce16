import type { Message } from '@aws-sdk/client-sqs';
import { postponeDelayS } from './message-delays.ts';

/** SQS: the longest delay of a message, 15 minutes. */
const MAX_DELAY_S = 900;
/** Counts how often a message was postponed. */
const ATTRIBUTE = 'postponed';

/** The message as it is sent anew: its own body and attributes, and the count of its delays. */
export const postponedOf = ({ Body, MessageAttributes = {} }: Message, delayS: number | undefined) => {
  const postponed = Number(MessageAttributes[ATTRIBUTE]?.StringValue ?? 0);
  const kept = Object.entries(MessageAttributes).map(
    ([name, { DataType, StringValue, BinaryValue }]) =>
      [name, { DataType, StringValue, BinaryValue }] as const,
  );
  return {
    MessageBody: Body,
    MessageAttributes: {
      ...Object.fromEntries(kept),
      [ATTRIBUTE]: { DataType: 'Number', StringValue: String(postponed + 1), BinaryValue: undefined },
    },
    DelaySeconds: Math.min(Math.max(Math.ceil(delayS ?? postponeDelayS(postponed)), 0), MAX_DELAY_S),
  };
};
