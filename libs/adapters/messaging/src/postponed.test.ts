import type { Message } from '@aws-sdk/client-sqs';
import { postponedOf, readPostponed } from './postponed.ts';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const count = (StringValue: string) => ({ DataType: 'Number', StringValue });

describe('postponedOf', () => {
  it.each([
    [undefined, 5, '1'],
    ['0', 5, '1'],
    ['1', 30, '2'],
    ['2', 120, '3'],
    ['3', 300, '4'],
    ['9', 300, '10'],
  ])('after %p delays waits %i s, and counts %s', (postponed, DelaySeconds, next) => {
    const MessageAttributes = postponed === undefined ? undefined : { postponed: count(postponed) };
    expect(postponedOf({ Body: '{}', MessageAttributes }, {})).toEqual({
      MessageBody: '{}',
      MessageAttributes: { postponed: count(next) },
      DelaySeconds,
    });
  });

  it.each([
    [-1, 0],
    [0, 0],
    [0.2, 1],
    [899.5, 900],
    [900, 900],
    [901, 900],
  ])('takes a delay of %p s as %i s', (delayS, DelaySeconds) => {
    expect(postponedOf({ Body: '{}' }, { delayS })).toMatchObject({ DelaySeconds });
  });

  it('keeps the attributes of the message, without fields that SQS refuses when it is sent', () => {
    const bytes = new Uint8Array([1]);
    const own = {
      a: { ...text('x'), StringListValues: [] },
      b: { DataType: 'Binary', BinaryValue: bytes, BinaryListValues: [] },
    };
    const { MessageAttributes } = postponedOf({ Body: '{}', MessageAttributes: own }, { delayS: 1 });
    const { a, b } = MessageAttributes as typeof MessageAttributes & typeof own;
    expect(a).toStrictEqual({ ...text('x'), BinaryValue: undefined });
    expect(b).toStrictEqual({
      DataType: 'Binary',
      StringValue: undefined,
      BinaryValue: bytes,
    });
  });

  it('counts how often in a row a message was postponed for one reason', () => {
    let MessageAttributes: Message['MessageAttributes'] = { own: text('x') };
    const read: unknown[] = [];
    for (const reason of ['A', 'A', 'B', undefined, 'A']) {
      ({ MessageAttributes } = postponedOf({ Body: '{}', MessageAttributes }, { reason }));
      read.push(readPostponed(MessageAttributes ?? {}));
    }
    expect(read).toEqual([
      { reason: 'A', times: 1 },
      { reason: 'A', times: 2 },
      { reason: 'B', times: 1 },
      undefined,
      { reason: 'A', times: 1 },
    ]);
    expect(MessageAttributes).toMatchObject({ own: text('x'), postponed: { StringValue: '5' } });
  });
});
