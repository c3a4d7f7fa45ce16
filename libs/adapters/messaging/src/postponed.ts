import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Postponed } from '@recordings/fault';
import { MAX_DELAY_S } from '@recordings/topology';
import { carryAttributes } from './carry-attributes.ts';
import { postponeDelayS } from './message-delays.ts';

/** Counts how often a message was postponed. */
const ATTRIBUTE = 'postponed';

/** Why it was postponed last, and how often in a row for that reason. Absent if no reason was given. */
const REASON = 'postponedFor';
const TIMES = 'postponedForTimes';

/** Whether an attribute of a message counts its postponements. */
export const isPostponement = (attribute: string): boolean => [ATTRIBUTE, REASON, TIMES].includes(attribute);

type Attributes = Readonly<Record<string, MessageAttributeValue>>;

/** @returns undefined if the message was not postponed, or was postponed without a reason. */
export const readPostponed = (attributes: Attributes): Postponed | undefined => {
  const reason = attributes[REASON]?.StringValue;
  return reason === undefined ? undefined : { reason, times: Number(attributes[TIMES]?.StringValue ?? 1) };
};

/**
 * Makes the message that replaces a postponed one: the same body and attributes, with its delay and the next counts.
 */
export const postponedOf = (
  { Body, MessageAttributes = {} }: Message,
  { delayS, reason }: { readonly delayS?: number; readonly reason?: string },
) => {
  const postponed = Number(MessageAttributes[ATTRIBUTE]?.StringValue ?? 0);
  const { [REASON]: _, [TIMES]: __, ...carried } = Object.fromEntries(carryAttributes(MessageAttributes));
  return {
    MessageBody: Body,
    MessageAttributes: {
      ...carried,
      [ATTRIBUTE]: numberOf(postponed + 1),
      ...(reason !== undefined && reasonAttributes(reason, readPostponed(MessageAttributes))),
    },
    DelaySeconds: Math.min(Math.max(Math.ceil(delayS ?? postponeDelayS(postponed)), 0), MAX_DELAY_S),
  };
};

const reasonAttributes = (
  reason: string,
  before: Postponed | undefined,
): Record<string, MessageAttributeValue> => ({
  [REASON]: { DataType: 'String', StringValue: reason },
  [TIMES]: numberOf(before?.reason === reason ? before.times + 1 : 1),
});

const numberOf = (value: number): MessageAttributeValue => ({
  DataType: 'Number',
  StringValue: String(value),
});
