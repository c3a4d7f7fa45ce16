import { describeAnnouncements } from './announce-contract.ts';
import { startEmbeddedDynamodb, startSignedDynamodb } from './dynamodb-target.ts';

describeAnnouncements('the embedded DynamoDB', startEmbeddedDynamodb);
describeAnnouncements('the embedded DynamoDB by signed requests', startSignedDynamodb);
