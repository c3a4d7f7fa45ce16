import { gather } from './gather.ts';
import {
  makeTopicPublisher,
  notPublished,
  type OutgoingEvent,
  type TopicPublisherDeps,
} from './make-topic-publisher.ts';
import { makeSignedPublishBatch } from './publish-batch.ts';
import type { SignedHttp } from './signed-http.ts';

/**
 * Publishes JSON events to one topic. Those that come together share a request. Each publish resolves when its own event
 * is published, and fails alone. With `signedHttp` they are published without the SDK.
 */
export const makeBatchingPublisher = (deps: TopicPublisherDeps, signedHttp?: SignedHttp) => {
  const signed = signedHttp && { publishBatch: makeSignedPublishBatch(deps.sns, signedHttp) };
  const topic = makeTopicPublisher({ ...deps, ...signed });

  /** @throws {EventNotPublishedError | EventTooLargeError | TopicUnusableError} */
  return gather<OutgoingEvent>(async (items) => {
    // Two events may have one id, so each has its place as id here.
    const events = items.map(({ item }, place) => ({ ...item, id: String(place) }));
    const { published, failed } = await topic.publishAll(events);
    for (const { id } of published) items[Number(id)]!.done();
    for (const failure of failed) {
      const { item, failed: fail } = items[Number(failure.id)]!;
      fail(notPublished(deps.topicArn, { ...failure, id: item.id }));
    }
  });
};
