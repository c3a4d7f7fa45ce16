import type { Message } from '@aws-sdk/client-sqs';
import { MAX_DELAY_S } from '@recordings/topology';
import { carryAttributes } from './carry-attributes.ts';
import { postponeDelayS } from './message-delays.ts';

/** Counts how often a message was postponed. */
const ATTRIBUTE = 'postponed';

/** Makes the message that replaces a postponed one: the same body and attributes, with its delay and the next count. */
export const postponedOf = ({ Body, MessageAttributes = {} }: Message, delayS: number | undefined) => {
  const postponed = Number(MessageAttributes[ATTRIBUTE]?.StringValue ?? 0);
  const count = { DataType: 'Number', StringValue: String(postponed + 1), BinaryValue: undefined };
  return {
    MessageBody: Body,
    MessageAttributes: { ...Object.fromEntries(carryAttributes(MessageAttributes)), [ATTRIBUTE]: count },
    DelaySeconds: Math.min(Math.max(Math.ceil(delayS ?? postponeDelayS(postponed)), 0), MAX_DELAY_S),
  };
};
