import { startEmbeddedDynamodb } from './dynamodb-target.ts';
import { describePendingCalls } from './pending-calls-contract.ts';

describePendingCalls('the embedded DynamoDB', startEmbeddedDynamodb);
