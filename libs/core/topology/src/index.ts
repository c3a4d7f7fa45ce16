export {
  bucketNames,
  quarantineBucket,
  recordingsBucket,
  replayBucket,
  UNASSIGNED_LINE_OF_BUSINESS,
} from './buckets.ts';
export { physicalName } from './physical-name.ts';
export { deadLetterQueues, MAX_DELAY_S, queues, type QueueShape, type WorkQueueShape } from './queues.ts';
export {
  type IndexShape,
  reconciliationIndex,
  statusIndex,
  tables,
  type TableShape,
  tenantCallsIndex,
} from './tables.ts';
export { topics, type SubscriptionShape, type TopicShape } from './topics.ts';
