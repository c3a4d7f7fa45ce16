import { setTimeout as delay } from 'node:timers/promises';
import type { SNSClient } from '@aws-sdk/client-sns';
import { EventNotPublishedError, EventTooLargeError, TopicUnusableError } from './errors.ts';
import { makeTopicPublisher, type OutgoingEvent } from './make-topic-publisher.ts';

type Entry = { readonly Id: string; readonly Message: string };
type Input = { readonly PublishBatchRequestEntries: readonly Entry[] };
type Answer = { Successful?: object[]; Failed?: object[] };

/** A topic that gives these answers in turn, and then the last one again. */
const fakeTopic = (...answers: ((entries: readonly Entry[]) => Answer | Promise<Answer>)[]) => {
  const batches: string[][] = [];
  const send = async ({ input }: { input: Input }): Promise<Answer> => {
    const entries = input.PublishBatchRequestEntries;
    batches.push(entries.map(({ Message }) => Message));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return (await answer?.(entries)) ?? {};
  };
  const sns = { send } as unknown as SNSClient;
  return { batches, publisher: makeTopicPublisher({ sns, topicArn: 'arn:topic', retryDelaysMs: [1, 1] }) };
};

const takeAll = (entries: readonly Entry[]): Answer => ({
  Successful: entries.map(({ Id, Message }) => ({ Id, MessageId: `sns-${Message}` })),
});

const refuse =
  (...messages: string[]) =>
  (entries: readonly Entry[]): Answer => {
    const { yes = [], no = [] } = Object.groupBy(entries, ({ Message }) =>
      messages.includes(Message) ? 'no' : 'yes',
    );
    const Failed = no.map(({ Id }) => ({
      Id,
      Code: 'InternalError',
      Message: 'try again',
      SenderFault: false,
    }));
    return { ...takeAll(yes), Failed };
  };

const rejectWith = (name: string) => () => {
  throw Object.assign(new Error('refused'), { name });
};

const event = (id: string, body: object = { id }): OutgoingEvent => ({ id, body, attributes: {} });
const messageOf = (id: string): string => JSON.stringify({ id });

describe('publishAll', () => {
  it('publishes again only the events that failed, and reports each event', async () => {
    const { batches, publisher } = fakeTopic(refuse(messageOf('b')), takeAll);
    expect(await publisher.publishAll([event('a'), event('b')])).toEqual({
      published: [
        { id: 'a', messageId: 'sns-{"id":"a"}' },
        { id: 'b', messageId: 'sns-{"id":"b"}' },
      ],
      failed: [],
    });
    expect(batches).toEqual([[messageOf('a'), messageOf('b')], [messageOf('b')]]);
  });

  it('reports the events that fail after two retries', async () => {
    const { batches, publisher } = fakeTopic(refuse(messageOf('b')));
    const { published, failed } = await publisher.publishAll([event('a'), event('b')]);
    expect(published.map(({ id }) => id)).toEqual(['a']);
    expect(failed).toEqual([{ id: 'b', code: 'InternalError', message: 'try again' }]);
    expect(batches).toHaveLength(3);
  });

  it('publishes events with equal ids, or with an id that SNS does not take', async () => {
    const { publisher } = fakeTopic(takeAll);
    const { published } = await publisher.publishAll([event('ñ#/'), event('ñ#/')]);
    expect(published.map(({ id }) => id)).toEqual(['ñ#/', 'ñ#/']);
  });

  it('fails an event that is too large on its own, and publishes the others', async () => {
    const { publisher } = fakeTopic(takeAll);
    const large = event('large', { text: 'x'.repeat(262_144) });
    const { published, failed } = await publisher.publishAll([event('a'), large, event('b')]);
    expect(published.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(failed).toMatchObject([{ id: 'large', code: 'EVENT_TOO_LARGE' }]);
  });

  it('counts attributes as part of an event’s size', async () => {
    const { batches, publisher } = fakeTopic(takeAll);
    const body = { text: 'x'.repeat(262_144 - '{"text":""}'.length - 'aString1'.length) };
    const fits = { ...event('a', body), attributes: { a: '1' } };
    const exceeds = { ...event('b', body), attributes: { a: '12' } };
    const { failed } = await publisher.publishAll([fits, exceeds, event('c')]);
    expect(failed.map(({ id }) => id)).toEqual(['b']);
    expect(batches.map((batch) => batch.length)).toEqual([1, 1]);
  });

  it('publishes again after an outage, and reports what it could not publish', async () => {
    const { publisher } = fakeTopic(rejectWith('ServiceUnavailable'), takeAll);
    expect((await publisher.publishAll([event('a')])).published).toHaveLength(1);

    const down = fakeTopic(rejectWith('ServiceUnavailable'));
    expect((await down.publisher.publishAll([event('a')])).failed).toEqual([
      { id: 'a', code: 'ServiceUnavailable', message: 'refused' },
    ]);
  });

  it.each(['NotFound', 'NotFoundException', 'AuthorizationErrorException', 'InvalidClientTokenId'])(
    'does not retry after %s',
    async (name) => {
      const { batches, publisher } = fakeTopic(rejectWith(name));
      const publishing = publisher.publishAll(Array.from({ length: 25 }, (_, n) => event(`e${n}`)));
      await expect(publishing).rejects.toThrow(TopicUnusableError);
      await expect(publishing).rejects.toMatchObject({ fault: 'configuration', code: 'TOPIC_UNUSABLE' });
      expect(batches).toHaveLength(1);
    },
  );

  it('stops on abort, and reports what it had published', async () => {
    const abort = new AbortController();
    const { batches, publisher } = fakeTopic((entries) => {
      abort.abort();
      return takeAll(entries);
    });
    const events = Array.from({ length: 25 }, (_, n) => event(`e${n}`));
    const { published, failed } = await publisher.publishAll(events, abort.signal);
    expect(published).toHaveLength(10);
    expect(new Set(failed.map(({ code }) => code))).toEqual(new Set(['ABORTED']));
    expect([failed.length, batches.length]).toEqual([15, 1]);
  });
});

describe('publish', () => {
  it('waits before it publishes again, by default 100 ms and 500 ms', async () => {
    const times: number[] = [];
    const send = async (): Promise<Answer> => {
      times.push(performance.now());
      return {};
    };
    const publisher = makeTopicPublisher({ sns: { send } as unknown as SNSClient, topicArn: 'arn:topic' });
    await expect(publisher.publish(event('a'))).rejects.toThrow(EventNotPublishedError);
    expect(times).toHaveLength(3);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(95);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(495);
  });

  it('throws the reason why an event is not published', async () => {
    const { publisher } = fakeTopic(refuse(messageOf('a')));
    await expect(publisher.publish(event('a'))).rejects.toThrow(EventNotPublishedError);
    await expect(publisher.publish(event('a'))).rejects.toThrow(
      'topic arn:topic: event a: InternalError: try again',
    );
    await expect(publisher.publish(event('a'))).rejects.toMatchObject({ fault: 'retryable' });

    const large = publisher.publish(event('b', { text: 'x'.repeat(262_144) }));
    await expect(large).rejects.toThrow(EventTooLargeError);
    await expect(large).rejects.toMatchObject({ fault: 'permanent' });
  });
});

describe('a publisher with limits', () => {
  type Deps = Parameters<typeof makeTopicPublisher>[0];
  const never = (_: object, { abortSignal }: { readonly abortSignal?: AbortSignal }): Promise<never> =>
    new Promise((_resolve, reject) => {
      abortSignal?.addEventListener('abort', () => {
        reject(Object.assign(new Error('aborted'), { name: 'AbortError' }));
      });
    });
  const publisherOf = (send: unknown, over: Partial<Deps>) =>
    makeTopicPublisher({
      sns: { send } as unknown as SNSClient,
      topicArn: 'arn:topic',
      retryDelaysMs: [],
      ...over,
    });

  /** Takes every request after a moment. @returns events of each request, and the most events that were on their way. */
  const watchedTopic = () => {
    const seen = { sizes: [] as number[], most: 0 };
    let underWay = 0;
    const send = async ({ input }: { input: Input }): Promise<Answer> => {
      const { length } = input.PublishBatchRequestEntries;
      seen.sizes.push(length);
      underWay += length;
      seen.most = Math.max(seen.most, underWay);
      await new Promise((resolve) => void setTimeout(resolve, 5));
      underWay -= length;
      return takeAll(input.PublishBatchRequestEntries);
    };
    return { seen, send };
  };
  const events = Array.from({ length: 60 }, (_, n) => event(`e-${n}`));

  it.each([
    [1, 1, 1],
    [4, 4, 4],
    [10, 10, 10],
    [30, 10, 30],
  ])('has %i events on their way at the same time', async (parallelEvents, perRequest, most) => {
    const { seen, send } = watchedTopic();
    const { published } = await publisherOf(send, { parallelEvents }).publishAll(events);
    expect(published.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect([Math.max(...seen.sizes), seen.most]).toEqual([perRequest, most]);
  });

  it('gives up a request that has no answer in time, and tells so', async () => {
    const publishing = publisherOf(never, { timeoutMs: 100 }).publishAll([event('a')]);
    const failed = [{ id: 'a', code: 'PUBLISH_TIMEOUT', message: 'no answer within 100 ms' }];
    expect(await Promise.race([publishing, delay(5_000, 'too late', { ref: false })])).toMatchObject({
      failed,
    });
  });

  it('says that the caller aborted, if it did so before the time was over', async () => {
    const stopping = new AbortController();
    const publishing = publisherOf(never, { timeoutMs: 60_000 }).publishAll([event('a')], stopping.signal);
    setImmediate(() => stopping.abort());
    expect((await publishing).failed).toMatchObject([{ id: 'a', code: 'ABORTED' }]);
  });

  it('sends no more events in a second than its rate', async () => {
    const { send } = watchedTopic();
    const startedMs = performance.now();
    await publisherOf(send, { eventsPerSecond: 200, parallelEvents: 100 }).publishAll(events);
    // Five requests of ten wait for the one before.
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(5 * 50 - 5);
  });

  it('names the message group and the id of the event for a FIFO topic, and neither for another topic', async () => {
    const inputs: object[] = [];
    const send = async ({ input }: { input: Input }): Promise<Answer> => {
      inputs.push(...input.PublishBatchRequestEntries);
      return takeAll(input.PublishBatchRequestEntries);
    };
    await publisherOf(send, { messageGroupId: 'windows' }).publishAll([event('a')]);
    await publisherOf(send, {}).publishAll([event('b')]);
    expect(inputs[0]).toMatchObject({ MessageGroupId: 'windows', MessageDeduplicationId: 'a' });
    expect(inputs[1]).not.toHaveProperty('MessageGroupId');
    expect(inputs[1]).not.toHaveProperty('MessageDeduplicationId');
  });
});
