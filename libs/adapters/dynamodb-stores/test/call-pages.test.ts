import { describeCallPages } from './call-pages-contract.ts';
import { startEmbeddedDynamodb } from './dynamodb-target.ts';

describeCallPages('the embedded DynamoDB', startEmbeddedDynamodb);
