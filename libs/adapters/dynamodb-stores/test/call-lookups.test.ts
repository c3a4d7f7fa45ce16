import { describeCallLookups } from './call-lookups-contract.ts';
import { startEmbeddedDynamodb } from './dynamodb-target.ts';

describeCallLookups('the embedded DynamoDB', startEmbeddedDynamodb);
