export { type Announce, type CallStore, makeCallStore } from './call-store.ts';
export { DYNAMODB_LIMITS, makeDynamoDbClient } from './make-dynamodb-client.ts';
export { makeStores, type Stores } from './make-stores.ts';
export type { ReconciliationStore } from './reconciliation-store.ts';
