export { makeAcquirePermit } from './acquire-permit.ts';
export { type CallStore, makeCallStore } from './call-store.ts';
export { type CoordinationStore, makeCoordinationStore } from './coordination-store.ts';
export {
  ContendedItemError,
  OversizedItemError,
  StoreUnavailableError,
  StoreUnusableError,
  UnreadableItemError,
  UnwritableItemError,
} from './errors.ts';
export {
  type ExportGroup,
  type ExportGroupStore,
  ExportSlot,
  type GroupKey,
  makeExportGroupStore,
} from './export-group-store.ts';
export {
  makeReconciliationStore,
  type ReconciliationStore,
  type SettledOutcome,
} from './reconciliation-store.ts';
export { DYNAMODB_LIMITS, type DynamoDbLimits, makeDynamoDbClient } from './make-dynamodb-client.ts';
export { makeStores, type Stores } from './make-stores.ts';
