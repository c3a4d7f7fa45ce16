export {
  auditBucket,
  bucketNames,
  configBucket,
  quarantineBucket,
  recordingsBucket,
  replayBucket,
  UNASSIGNED_LINE_OF_BUSINESS,
} from './buckets.ts';
export { physicalName } from './physical-name.ts';
export {
  deadLetterQueues,
  MAX_DELAY_S,
  type QueueShape,
  queues,
  reconciliationFailures,
  type WorkQueueShape,
} from './queues.ts';
export {
  endedExecutionsRule,
  endedExecutionsUndelivered,
  reconciliationStateMachine,
} from './state-machines.ts';
export {
  type IndexShape,
  newestExecutionsIndex,
  reconciliationIndex,
  recountIndex,
  statusIndex,
  type TableShape,
  tables,
  tenantCallsIndex,
} from './tables.ts';
export { type SubscriptionShape, type TopicShape, topics } from './topics.ts';
