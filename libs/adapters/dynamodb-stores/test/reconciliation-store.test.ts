import { startEmbeddedDynamodb } from './dynamodb-target.ts';
import { describeReconciliationStore } from './reconciliation-store-contract.ts';

describeReconciliationStore('the embedded DynamoDB', startEmbeddedDynamodb);
