import type { SQSClient } from '@aws-sdk/client-sqs';
import { MessagesNotSentError, MessageTooLargeError, QueueUnusableError } from './errors.ts';
import { makeBatchingSender } from './make-batching-sender.ts';

type Entry = { readonly Id: string; readonly MessageBody: string; readonly DelaySeconds: number };

/** A queue that never takes the messages of `refused`, and throws the error of `fails` instead of an answer. */
const setUp = ({ refused = [], fails }: { refused?: readonly string[]; fails?: string } = {}) => {
  const requests: (readonly Entry[])[] = [];
  const send = async ({ input: { Entries } }: { input: { Entries: readonly Entry[] } }) => {
    requests.push(Entries);
    if (fails !== undefined) throw Object.assign(new Error('no'), { name: fails });
    const isRefused = ({ MessageBody }: Entry): boolean => refused.includes(MessageBody);
    return {
      Successful: Entries.filter((entry) => !isRefused(entry)).map(({ Id }) => ({ Id, MessageId: Id })),
      Failed: Entries.filter(isRefused).map(({ Id }) => ({ Id, Code: 'InternalError', Message: 'again' })),
    };
  };
  const sendMessage = makeBatchingSender({
    sqs: { send } as unknown as SQSClient,
    queueUrl: 'http://sqs/1/audit',
    retryDelaysMs: [1],
    delayS: 60,
  });
  return { requests, sendMessage };
};

describe('makeBatchingSender', () => {
  it('sends the messages of one moment in requests of ten, with the delay', async () => {
    const { requests, sendMessage } = setUp();
    await Promise.all(Array.from({ length: 25 }, (_, n) => sendMessage({ n })));
    expect(requests.map((entries) => entries.length)).toEqual([10, 10, 5]);
    expect(requests[0]![0]).toMatchObject({ MessageBody: '{"n":0}', DelaySeconds: 60 });
    await sendMessage({ n: 25 });
    expect(requests).toHaveLength(4);
  });

  it('fails the message that the queue refuses, and no other of its request', async () => {
    const { requests, sendMessage } = setUp({ refused: ['{"n":1}'] });
    const ends = await Promise.allSettled([0, 1, 2].map((n) => sendMessage({ n })));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(ends[1]).toMatchObject({ reason: { fault: 'retryable', code: 'MESSAGES_NOT_SENT' } });
    expect(requests.map((entries) => entries.length)).toEqual([3, 1]);
  });

  it('refuses a message that is too large without a request, and sends the others', async () => {
    const { requests, sendMessage } = setUp();
    const tooLarge = sendMessage({ text: 'x'.repeat(262_144) });
    await expect(Promise.all([sendMessage({ n: 0 }), tooLarge])).rejects.toThrow(MessageTooLargeError);
    await sendMessage({ n: 1 });
    expect(requests.flat().map(({ MessageBody }) => MessageBody)).toEqual(['{"n":0}', '{"n":1}']);
  });

  it.each([
    ['TimeoutError', MessagesNotSentError],
    ['QueueDoesNotExist', QueueUnusableError],
  ])('fails every message of a request that ends with %s', async (fails, error) => {
    const { sendMessage } = setUp({ fails });
    const ends = await Promise.allSettled([sendMessage({ n: 0 }), sendMessage({ n: 1 })]);
    for (const end of ends) expect((end as PromiseRejectedResult).reason).toBeInstanceOf(error);
  });
});
