import { describeCallStore } from './call-store-contract.ts';
import { startEmbeddedDynamodb } from './dynamodb-target.ts';

describeCallStore('the embedded DynamoDB', startEmbeddedDynamodb);
