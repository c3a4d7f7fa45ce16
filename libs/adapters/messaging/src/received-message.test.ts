import { receivedMessageOf } from './received-message.ts';

describe('receivedMessageOf', () => {
  it('reads id, body, receive count and the attributes that are text', () => {
    expect(
      receivedMessageOf({
        MessageId: 'm',
        Body: '{}',
        Attributes: { ApproximateReceiveCount: '3' },
        MessageAttributes: {
          a: { DataType: 'String', StringValue: 'x' },
          n: { DataType: 'Number', StringValue: '7' },
          b: { DataType: 'Binary', BinaryValue: new Uint8Array([1]) },
        },
      }),
    ).toEqual({ messageId: 'm', body: '{}', receiveCount: 3, attributes: { a: 'x', n: '7' } });
  });

  it('takes what SQS leaves out as empty, and as a first receive', () => {
    expect(receivedMessageOf({})).toEqual({ messageId: '', body: '', receiveCount: 1, attributes: {} });
  });
});
