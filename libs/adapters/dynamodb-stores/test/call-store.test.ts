import { describeCallStore } from './call-store-contract.ts';
import { type StartDynamodb, startEmbeddedDynamodb, startSignedDynamodb } from './dynamodb-target.ts';
import { describeLikelyRecords } from './likely-records-contract.ts';

const remembering =
  (start: StartDynamodb): StartDynamodb =>
  async () => ({ ...(await start()), recentBytes: 1_000_000 });

const joining =
  (start: StartDynamodb): StartDynamodb =>
  async () => ({ ...(await start()), joinsWrites: true });

for (const describeOn of [describeCallStore, describeLikelyRecords]) {
  describeOn('the embedded DynamoDB', startEmbeddedDynamodb);
  describeOn('the embedded DynamoDB with joined writes', joining(startEmbeddedDynamodb));
  describeOn('the embedded DynamoDB by signed requests', startSignedDynamodb);
  describeOn('the embedded DynamoDB with a memory of recent records', remembering(startEmbeddedDynamodb));
  describeOn(
    'the embedded DynamoDB by signed requests with a memory of recent records',
    remembering(startSignedDynamodb),
  );
}
