import { describeCallStore } from './call-store-contract.ts';
import { startEmbeddedDynamodb, startSignedDynamodb } from './dynamodb-target.ts';

describeCallStore('the embedded DynamoDB', startEmbeddedDynamodb);
describeCallStore('the embedded DynamoDB by signed requests', startSignedDynamodb);
