import { startEmbeddedDynamodb } from './dynamodb-target.ts';
import { describeRequestBudget } from './request-budget-contract.ts';

describeRequestBudget('the embedded DynamoDB', startEmbeddedDynamodb);
