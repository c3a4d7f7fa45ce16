import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CallId, shifted, Timestamp } from '@recordings/call-record';
import type { CallTime, GroupKey } from '@recordings/reconciliation';
import { z } from 'zod';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';

const StoredCall = z.object({
  callId: CallId,
  callTimestamp: Timestamp,
  callEndTimestamp: Timestamp.optional(),
});

export type CallRange = { readonly fromDate: Timestamp; readonly toDate: Timestamp };

/**
 * Finds the calls of a group whose recording is stored and that started in `[fromDate, toDate)`. The index is eventual:
 * a stored call may be absent from the answer, so the answer never shows that a call is unknown or not stored.
 *
 * @param onPage awaited after each page of the index. If it throws, no other page is read.
 */
export type FindStoredCalls = (
  group: GroupKey,
  range: CallRange,
  onPage?: () => Promise<void>,
) => Promise<ReadonlyMap<CallId, CallTime>>;

export const makeFindStoredCalls = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly tenantCallsIndex: string;
}): FindStoredCalls => {
  const documents = makeDocumentClient(deps.dynamodb);
  return async ({ tenantId, groupId }, { fromDate, toDate }, onPage) => {
    const found = new Map<CallId, CallTime>();
    const pages = queryPages(documents, {
      TableName: deps.table,
      IndexName: deps.tenantCallsIndex,
      // BETWEEN includes its end, the range does not. Times are whole milliseconds.
      KeyConditionExpression: 'tenantId = :tenant AND callTimestamp BETWEEN :from AND :to',
      FilterExpression: 'groupId = :group AND s3Stored = :stored',
      ProjectionExpression: 'callId, callTimestamp, callEndTimestamp',
      ExpressionAttributeValues: {
        ':tenant': tenantId,
        ':group': groupId,
        ':from': fromDate,
        ':to': shifted(toDate, -1),
        ':stored': true,
      },
    });
    for await (const page of pages) {
      for (const item of page) {
        const call = StoredCall.safeParse(item).data;
        if (call) found.set(call.callId, { startedAt: call.callTimestamp, endedAt: call.callEndTimestamp });
      }
      await onPage?.();
    }
    return found;
  };
};
