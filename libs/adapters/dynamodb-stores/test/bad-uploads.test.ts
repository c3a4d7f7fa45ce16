import { describeBadUploads } from './bad-uploads-contract.ts';
import { startEmbeddedDynamodb } from './dynamodb-target.ts';

describeBadUploads('the embedded DynamoDB', startEmbeddedDynamodb);
