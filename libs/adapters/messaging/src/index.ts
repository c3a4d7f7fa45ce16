export { makeAuditSender } from './make-audit-sender.ts';
export { makeBatchingPublisher } from './make-batching-publisher.ts';
export { makeQueueConsumer, type QueueConsumer } from './make-queue-consumer.ts';
export { makeQueueSender } from './make-queue-sender.ts';
export { makeSnsClient, SNS_LIMITS } from './make-sns-client.ts';
export { makeSqsClient } from './make-sqs-client.ts';
export { makeTopicPublisher } from './make-topic-publisher.ts';
export { resolveQueueUrl } from './resolve-queue-url.ts';
export { watchUndelivered } from './watch-undelivered.ts';
