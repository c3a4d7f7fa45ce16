import { startEmbeddedDynamodb } from './dynamodb-target.ts';
import { describeClaims } from './claims-contract.ts';

describeClaims('the embedded DynamoDB', startEmbeddedDynamodb);
