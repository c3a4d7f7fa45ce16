import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { makeMessageSettler } from './settle-message.ts';

const MESSAGE: Message = {
  MessageId: 'm',
  Body: '{}',
  ReceiptHandle: 'r',
  Attributes: { ApproximateReceiveCount: '2' },
};

type Sent = { readonly command: string; readonly input: object };

const fixture = (failing?: string) => {
  const sent: Sent[] = [];
  const sqs = {
    send: async (request: { input: object; constructor: { name: string } }) => {
      if (request.constructor.name === failing) throw new Error('SQS is away');
      sent.push({ command: request.constructor.name, input: request.input });
    },
  } as unknown as SQSClient;
  const settler = makeMessageSettler({
    sqs,
    queueUrl: 'http://sqs/1/downloads',
    deadLetterQueueUrl: 'http://sqs/1/downloads-dlq',
  });
  return { sent, settler };
};

describe('makeMessageSettler', () => {
  it('deletes a message that is done', async () => {
    const { sent, settler } = fixture();
    await settler.settle(MESSAGE, { kind: 'ack' });
    expect(sent).toEqual([
      {
        command: 'DeleteMessageCommand',
        input: { QueueUrl: 'http://sqs/1/downloads', ReceiptHandle: 'r' },
      },
    ]);
  });

  it.each([
    [undefined, 5],
    [0, 0],
    [-3, 0],
    [7.2, 8],
    [1_000_000, 43_200],
  ])('hides a message for a delay of %p as %i s, and keeps it', async (delayS, VisibilityTimeout) => {
    const { sent, settler } = fixture();
    await settler.settle(MESSAGE, { kind: 'retry', delayS });
    expect(sent).toMatchObject([{ command: 'ChangeMessageVisibilityCommand', input: { VisibilityTimeout } }]);
  });

  it('sends a postponed message anew before it deletes the received one', async () => {
    const { sent, settler } = fixture();
    await settler.settle(MESSAGE, { kind: 'postpone', delayS: 7 });
    expect(sent).toMatchObject([
      {
        command: 'SendMessageCommand',
        input: { QueueUrl: 'http://sqs/1/downloads', MessageBody: '{}', DelaySeconds: 7 },
      },
      { command: 'DeleteMessageCommand', input: { ReceiptHandle: 'r' } },
    ]);
  });

  it('sends a message to the DLQ before it deletes the received one', async () => {
    const { sent, settler } = fixture();
    await settler.settle(MESSAGE, { kind: 'dead-letter', reason: 'GONE', detail: 'no such call' });
    expect(sent).toMatchObject([
      {
        command: 'SendMessageCommand',
        input: {
          QueueUrl: 'http://sqs/1/downloads-dlq',
          MessageBody: '{}',
          MessageAttributes: {
            reason: { StringValue: 'GONE' },
            detail: { StringValue: 'no such call' },
            sourceQueue: { StringValue: 'downloads' },
          },
        },
      },
      { command: 'DeleteMessageCommand', input: { QueueUrl: 'http://sqs/1/downloads', ReceiptHandle: 'r' } },
    ]);
  });

  it('keeps a postponed message that could not be sent anew', async () => {
    const { sent, settler } = fixture('SendMessageCommand');
    await expect(settler.settle(MESSAGE, { kind: 'postpone' })).rejects.toThrow('away');
    expect(sent).toEqual([]);
  });

  it('keeps a message that the DLQ did not take', async () => {
    const { sent, settler } = fixture('SendMessageCommand');
    await expect(settler.settle(MESSAGE, { kind: 'dead-letter', reason: 'GONE' })).rejects.toThrow('away');
    expect(sent).toEqual([]);
  });
});

describe('a message whose deletion SQS refused', () => {
  it.each([{ kind: 'postpone' }, { kind: 'dead-letter', reason: 'POISON' }] as const)(
    'is not sent a second time when it is settled again: %p',
    async (disposition) => {
      const sent: string[] = [];
      let refusals = 2;
      const sqs = {
        send: async ({ constructor: { name } }: object) => {
          sent.push(name);
          if (name === 'DeleteMessageCommand' && refusals-- > 0) throw new Error('AccessDenied');
        },
      } as unknown as SQSClient;
      const settler = makeMessageSettler({
        sqs,
        queueUrl: 'http://sqs/1/q',
        deadLetterQueueUrl: 'http://sqs/1/d',
      });
      await expect(settler.settle(MESSAGE, disposition)).rejects.toThrow();
      await expect(settler.settle(MESSAGE, disposition)).rejects.toThrow();
      await settler.settle(MESSAGE, disposition);
      expect(sent.filter((name) => name === 'SendMessageCommand')).toHaveLength(1);
    },
  );
});
