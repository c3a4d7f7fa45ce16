import type { SNSClient } from '@aws-sdk/client-sns';
import { EventNotPublishedError, EventTooLargeError, TopicUnusableError } from './errors.ts';
import { makeBatchingPublisher } from './make-batching-publisher.ts';

type Entry = { readonly Id: string; readonly Message: string };

/** A topic that never takes the messages of `refused`, and throws the error of `fails` instead of an answer. */
const setUp = ({ refused = [], fails }: { refused?: readonly string[]; fails?: string } = {}) => {
  const requests: (readonly Entry[])[] = [];
  const send = async ({ input }: { input: { PublishBatchRequestEntries: readonly Entry[] } }) => {
    const entries = input.PublishBatchRequestEntries;
    requests.push(entries);
    if (fails !== undefined) throw Object.assign(new Error('no'), { name: fails });
    const isRefused = ({ Message }: Entry): boolean => refused.includes(Message);
    return {
      Successful: entries.filter((entry) => !isRefused(entry)).map(({ Id }) => ({ Id, MessageId: Id })),
      Failed: entries.filter(isRefused).map(({ Id }) => ({ Id, Code: 'InternalError', Message: 'again' })),
    };
  };
  const publish = makeBatchingPublisher({
    sns: { send } as unknown as SNSClient,
    topicArn: 'arn:aws:sns:x',
    retryDelaysMs: [1],
  });
  return { requests, publish: (n: number, id = `e-${n}`) => publish({ id, body: { n }, attributes: {} }) };
};

describe('makeBatchingPublisher', () => {
  it('publishes the events of one moment in requests of ten', async () => {
    const { requests, publish } = setUp();
    await Promise.all(Array.from({ length: 25 }, (_, n) => publish(n)));
    expect(requests.map((entries) => entries.length)).toEqual([10, 10, 5]);
  });

  it('publishes two events with one id', async () => {
    const { requests, publish } = setUp();
    await Promise.all([publish(0, 'same'), publish(1, 'same')]);
    expect(requests.flat().map(({ Message }) => Message)).toEqual(['{"n":0}', '{"n":1}']);
  });

  it('fails the event that the topic refuses, by its own id, and no other of its request', async () => {
    const { publish } = setUp({ refused: ['{"n":1}'] });
    const ends = await Promise.allSettled([0, 1, 2].map((n) => publish(n)));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const { reason } = ends[1] as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(EventNotPublishedError);
    expect((reason as Error).message).toContain('e-1');
  });

  it('fails an event that is too large, and publishes the others', async () => {
    const { requests, publish } = setUp();
    const sns = { send: async () => ({ Successful: [{ Id: '0', MessageId: 'm' }] }) } as unknown as SNSClient;
    const large = makeBatchingPublisher({ sns, topicArn: 'arn:aws:sns:x' });
    await expect(large({ id: 'large', body: { text: 'x'.repeat(262_144) }, attributes: {} })).rejects.toThrow(
      EventTooLargeError,
    );
    await publish(1);
    expect(requests).toHaveLength(1);
  });

  it.each([
    ['TimeoutError', EventNotPublishedError],
    ['NotFound', TopicUnusableError],
  ])('fails every event of a request that ends with %s', async (fails, error) => {
    const { publish } = setUp({ fails });
    const ends = await Promise.allSettled([publish(0), publish(1)]);
    for (const end of ends) expect((end as PromiseRejectedResult).reason).toBeInstanceOf(error);
  });
});
