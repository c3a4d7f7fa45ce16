import { startEmbeddedDynamodb } from './dynamodb-target.ts';
import { describeVersionedTable } from './versioned-table-contract.ts';

describeVersionedTable('the embedded DynamoDB', startEmbeddedDynamodb);
