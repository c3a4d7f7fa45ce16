import { startEmbeddedDynamodb } from './dynamodb-target.ts';
import { describeHourCountStore } from './hour-count-store-contract.ts';

describeHourCountStore('the embedded DynamoDB', startEmbeddedDynamodb);
