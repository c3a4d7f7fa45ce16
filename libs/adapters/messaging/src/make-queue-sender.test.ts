import type { SQSClient } from '@aws-sdk/client-sqs';
import { MessagesNotSentError, MessageTooLargeError, QueueUnusableError } from './errors.ts';
import { makeQueueSender } from './make-queue-sender.ts';

type Entry = { readonly Id: string; readonly MessageBody: string };
type Input = { readonly Entries?: readonly Entry[]; readonly MessageBody?: string };
type Answer = { Successful?: object[]; Failed?: object[] };

/** A queue that gives these answers in turn, and then the last one again. */
const fakeQueue = (...answers: ((input: Input) => Answer)[]) => {
  const inputs: Input[] = [];
  const send = async ({ input }: { input: Input }): Promise<Answer> => {
    inputs.push(input);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return answer?.(input) ?? {};
  };
  const sender = makeQueueSender({
    sqs: { send } as unknown as SQSClient,
    queueUrl: 'http://sqs/1/downloads',
    retryDelaysMs: [1, 1],
  });
  return { inputs, sender };
};

const takeAll = ({ Entries = [] }: Input): Answer => ({
  Successful: Entries.map(({ Id }) => ({ Id, MessageId: `m${Id}` })),
});

const refuse =
  (...bodies: string[]) =>
  ({ Entries = [] }: Input): Answer => ({
    Successful: Entries.filter(({ MessageBody }) => !bodies.includes(MessageBody)),
    Failed: Entries.filter(({ MessageBody }) => bodies.includes(MessageBody)).map(({ Id }) => ({
      Id,
      Code: 'InternalError',
      Message: 'try again',
    })),
  });

const numbered = (count: number) => Array.from({ length: count }, (_, n) => ({ body: { n } }));

const rejectWith = (name: string) => () => {
  throw Object.assign(new Error('refused'), { name });
};

describe('makeQueueSender', () => {
  it('sends again only what failed', async () => {
    const { inputs, sender } = fakeQueue(refuse('{"n":1}'), takeAll);
    await sender.sendAll(numbered(3));
    expect(inputs.map(({ Entries }) => Entries?.map(({ MessageBody }) => MessageBody))).toEqual([
      ['{"n":0}', '{"n":1}', '{"n":2}'],
      ['{"n":1}'],
    ]);
  });

  it('throws if messages fail after every retry, and says how many', async () => {
    const { inputs, sender } = fakeQueue(refuse('{"n":1}', '{"n":11}'));
    const sending = sender.sendAll(numbered(12));
    await expect(sending).rejects.toThrow(MessagesNotSentError);
    await expect(sending).rejects.toThrow(
      'queue downloads: 2 of 12 messages not sent; the first: InternalError: try again',
    );
    expect(inputs).toHaveLength(4);
  });

  it('counts a message that the answer does not name as failed', async () => {
    const { sender } = fakeQueue(() => ({}));
    await expect(sender.sendAll(numbered(1))).rejects.toThrow('NO_ANSWER');
  });

  it('sends a batch again after a request that failed', async () => {
    const { inputs, sender } = fakeQueue(rejectWith('ServiceUnavailable'), takeAll);
    await sender.sendAll(numbered(2));
    expect(inputs).toHaveLength(2);
  });

  it.each(['QueueDoesNotExist', 'AccessDenied'])('does not retry after %s', async (name) => {
    const { inputs, sender } = fakeQueue(rejectWith(name));
    await expect(sender.sendAll(numbered(25))).rejects.toThrow(QueueUnusableError);
    await expect(sender.send({})).rejects.toMatchObject({ fault: 'configuration', code: 'QUEUE_UNUSABLE' });
    expect(inputs).toHaveLength(2);
  });

  it('calls an outage retryable', async () => {
    const { sender } = fakeQueue(rejectWith('TimeoutError'));
    await expect(sender.send({})).rejects.toMatchObject({
      fault: 'retryable',
      code: 'MESSAGING_UNAVAILABLE',
    });
  });

  it.each([-1, 901, 1.5, Number.NaN])('refuses a delay of %p s before anything is sent', async (delayS) => {
    const { inputs, sender } = fakeQueue(takeAll);
    await expect(sender.send({}, { delayS })).rejects.toThrow(RangeError);
    await expect(sender.sendAll([...numbered(3), { body: {}, delayS }])).rejects.toThrow(RangeError);
    expect(inputs).toHaveLength(0);
  });

  it('refuses a message above 256 KiB before anything is sent, counting bytes', async () => {
    const { inputs, sender } = fakeQueue(takeAll);
    const body = { text: 'é'.repeat(131_072) };
    await expect(sender.send(body)).rejects.toThrow(MessageTooLargeError);
    await expect(sender.sendAll([...numbered(3), { body }])).rejects.toMatchObject({ fault: 'permanent' });
    expect(inputs).toHaveLength(0);
  });

  it('sends a message of exactly 256 KiB', async () => {
    const { inputs, sender } = fakeQueue(takeAll);
    const body = { text: 'x'.repeat(262_144 - '{"text":""}'.length) };
    await sender.send(body);
    await sender.sendAll([{ body }]);
    expect(inputs).toHaveLength(2);
  });

  it('waits before it sends failed messages again, by default 100 ms and 500 ms', async () => {
    const times: number[] = [];
    const sender = makeQueueSender({
      sqs: {
        send: async () => {
          times.push(performance.now());
          return {};
        },
      } as unknown as SQSClient,
      queueUrl: 'http://sqs/1/downloads',
    });
    await expect(sender.sendAll(numbered(1))).rejects.toThrow(MessagesNotSentError);
    expect(times).toHaveLength(3);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(95);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(495);
  });

  it('sends no request if there are no messages', async () => {
    const { inputs, sender } = fakeQueue(takeAll);
    await sender.sendAll([]);
    expect(inputs).toHaveLength(0);
  });
});
