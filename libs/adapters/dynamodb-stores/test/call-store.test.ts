import { describeCallStore } from './call-store-contract.ts';
import { startEmbeddedDynamodb, startSignedDynamodb } from './dynamodb-target.ts';

describeCallStore('the embedded DynamoDB', startEmbeddedDynamodb);
describeCallStore('the embedded DynamoDB by signed requests', startSignedDynamodb);

const recentBytes = 1_000_000;
describeCallStore('the embedded DynamoDB with a memory of recent records', async () => ({
  ...(await startEmbeddedDynamodb()),
  recentBytes,
}));
describeCallStore('the embedded DynamoDB by signed requests with a memory of recent records', async () => ({
  ...(await startSignedDynamodb()),
  recentBytes,
}));
