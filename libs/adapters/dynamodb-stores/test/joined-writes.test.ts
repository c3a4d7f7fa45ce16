import { startEmbeddedDynamodb } from './dynamodb-target.ts';
import { describeJoinedWrites } from './joined-writes-contract.ts';

describeJoinedWrites('the embedded DynamoDB', startEmbeddedDynamodb);
