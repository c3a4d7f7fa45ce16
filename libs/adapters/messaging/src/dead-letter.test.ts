import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { deadLetterOf, originalOf } from './dead-letter.ts';
import { postponedOf } from './postponed.ts';

const CAUSE = { reason: 'GONE', sourceQueue: 'downloads' };
const text = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue });

describe('deadLetterOf', () => {
  it('keeps the body, and adds reason, source queue and message id', () => {
    expect(deadLetterOf({ Body: '{"a":1}', MessageId: 'm' }, { ...CAUSE, detail: 'no such call' })).toEqual({
      MessageBody: '{"a":1}',
      MessageAttributes: {
        reason: text('GONE'),
        sourceQueue: text('downloads'),
        sourceMessageId: text('m'),
        detail: text('no such call'),
      },
    });
  });

  it('keeps the message’s attributes, as many as SQS takes, and replaces an earlier reason', () => {
    const own = Object.fromEntries(Array.from({ length: 9 }, (_, place) => [`own${place}`, text('x')]));
    const { MessageAttributes } = deadLetterOf(
      { Body: 'b', MessageId: 'm', MessageAttributes: { reason: text('OLD'), ...own } },
      CAUSE,
    );
    expect(Object.keys(MessageAttributes)).toHaveLength(10);
    expect(MessageAttributes).toMatchObject({ reason: text('GONE'), own0: text('x'), own6: text('x') });
  });

  it.each([
    ['', 'unknown'],
    ['a\u0000b\u001f', 'a\ufffdb\ufffd'],
    ['x'.repeat(5_000), 'x'.repeat(1_024)],
    [`${'x'.repeat(1_023)}\u{1f600}`, `${'x'.repeat(1_023)}\ufffd`],
    ['línea\n\u{1f600}', 'línea\n\u{1f600}'],
  ])('makes a reason that SQS takes (%#)', (reason, expected) => {
    const { MessageAttributes } = deadLetterOf({ Body: 'b' }, { ...CAUSE, reason });
    expect(MessageAttributes.reason).toEqual(text(expected));
  });
});

describe('originalOf', () => {
  it('gives the message as it was, without why it is a letter and how often it was postponed', () => {
    const message = { Body: '{"a":1}', MessageId: 'm', MessageAttributes: { own: text('x') } };
    const postponed = postponedOf(message, { reason: 'CALLBACK_FAILED' });
    const letter = deadLetterOf(
      { Body: postponed.MessageBody, MessageAttributes: postponed.MessageAttributes, MessageId: 'm' },
      { ...CAUSE, detail: 'it failed' },
    );
    const { MessageBody: Body, MessageAttributes } = letter;
    expect(originalOf({ Body, MessageAttributes })).toEqual({
      MessageBody: '{"a":1}',
      MessageAttributes: { own: text('x') },
    });
  });
});
