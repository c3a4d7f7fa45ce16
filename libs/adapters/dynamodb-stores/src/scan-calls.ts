import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { CallSummary } from '@recordings/call-record';
import type { z } from 'zod';
import { awaitAnswer } from './await-answer.ts';
import { makeDocumentClient } from './make-document-client.ts';

const IndexedCall = CallSummary.pick({
  tenantId: true,
  callId: true,
  groupId: true,
  s3Stored: true,
  reconciliationStatus: true,
  outcome: true,
});

type Cursor = Record<string, unknown> | undefined;

/**
 * All calls of all tenants from a cursor on, in pages, from the index of tenants. Eventual. An item that cannot be read is
 * left out. It reads the whole index: for a rare job, which keeps the cursor of each page as its checkpoint.
 */
export type ScanCalls = (
  from: Cursor,
) => AsyncIterable<{ readonly calls: z.infer<typeof IndexedCall>[]; readonly cursor: Cursor }>;

export const makeScanCalls = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly tenantCallsIndex: string;
}): ScanCalls => {
  const documents = makeDocumentClient(deps.dynamodb);
  return async function* (from) {
    let cursor = from;
    do {
      const scan = new ScanCommand({
        TableName: deps.table,
        IndexName: deps.tenantCallsIndex,
        ProjectionExpression: Object.keys(IndexedCall.shape).join(', '),
        ExclusiveStartKey: cursor,
      });
      const { Items = [], LastEvaluatedKey } = await awaitAnswer(documents.send(scan));
      cursor = LastEvaluatedKey;
      yield { calls: Items.flatMap((item) => IndexedCall.safeParse(item).data ?? []), cursor };
    } while (cursor !== undefined);
  };
};
