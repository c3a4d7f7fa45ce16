import { describeClaims } from './claims-contract.ts';
import { startEmbeddedDynamodb } from './dynamodb-target.ts';

describeClaims('the embedded DynamoDB', startEmbeddedDynamodb);
