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

const Keys = IndexedCall.pick({ tenantId: true, callId: true });
type ScannedCall = z.infer<typeof IndexedCall> | (z.infer<typeof Keys> & { readonly isUnreadable: true });

type Cursor = Record<string, unknown> | undefined;

/**
 * All calls of all tenants from a cursor on, in pages, from the index of tenants. Eventual. Of an item that cannot be read
 * only the keys are given; it is left out if these cannot be read either. It reads the whole index: for a rare job, which
 * keeps the cursor of each page as its checkpoint.
 */
export type ScanCalls = (
  from: Cursor,
) => AsyncIterable<{ readonly calls: ScannedCall[]; readonly cursor: Cursor }>;

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
      yield { calls: Items.flatMap(readScanned), cursor };
    } while (cursor !== undefined);
  };
};

const readScanned = (item: unknown): ScannedCall[] => {
  const { data } = IndexedCall.safeParse(item);
  if (data) return [data];
  const keys = Keys.safeParse(item).data;
  return keys ? [{ ...keys, isUnreadable: true }] : [];
};
