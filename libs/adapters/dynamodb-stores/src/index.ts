export { makeAcquirePermit } from './acquire-permit.ts';
export { type CallStore, makeCallStore } from './call-store.ts';
export { type CoordinationStore, makeCoordinationStore } from './coordination-store.ts';
export {
  ContendedItemError,
  StoreUnavailableError,
  StoreUnusableError,
} from './errors.ts';
export type { FindExistingCalls } from './find-existing-calls.ts';
export type { FindStoredCalls } from './find-stored-calls.ts';
export { type ExportGroupStore, makeExportGroupStore } from './export-group-store.ts';
export {
  makeReconciliationStore,
  type ReconciliationStore,
} from './reconciliation-store.ts';
export { DYNAMODB_LIMITS, type DynamoDbLimits, makeDynamoDbClient } from './make-dynamodb-client.ts';
export { makeStores, type Stores } from './make-stores.ts';
