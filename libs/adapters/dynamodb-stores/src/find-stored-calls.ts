import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CallId, shifted, type Timestamp } from '@recordings/call-record';
import type { GroupKey } from '@recordings/reconciliation';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';

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
) => Promise<ReadonlySet<CallId>>;

export const makeFindStoredCalls = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly tenantCallsIndex: string;
}): FindStoredCalls => {
  const documents = makeDocumentClient(deps.dynamodb);
  return async ({ tenantId, groupId }, { fromDate, toDate }, onPage) => {
    const found = new Set<CallId>();
    const pages = queryPages(documents, {
      TableName: deps.table,
      IndexName: deps.tenantCallsIndex,
      // BETWEEN includes its end, the range does not. Times are whole milliseconds.
      KeyConditionExpression: 'tenantId = :tenant AND callTimestamp BETWEEN :from AND :to',
      FilterExpression: 'groupId = :group AND s3Stored = :stored',
      ProjectionExpression: 'callId',
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
        const callId = CallId.safeParse(item['callId']);
        if (callId.success) found.add(callId.data);
      }
      await onPage?.();
    }
    return found;
  };
};
