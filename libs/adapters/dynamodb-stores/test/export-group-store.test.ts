import { startEmbeddedDynamodb } from './dynamodb-target.ts';
import { describeExportGroupStore } from './export-group-store-contract.ts';

describeExportGroupStore('the embedded DynamoDB', startEmbeddedDynamodb);
