import { describeAnnouncements } from './announce-contract.ts';
import { startEmbeddedDynamodb } from './dynamodb-target.ts';

describeAnnouncements('the embedded DynamoDB', startEmbeddedDynamodb);
