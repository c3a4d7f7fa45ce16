import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type CallId, CallSummary, shifted, type TenantId, type Timestamp } from '@recordings/call-record';
import { awaitAnswer } from './await-answer.ts';
import { makeDocumentClient } from './make-document-client.ts';

/** A place in the list of a tenant's calls. */
export type CallPosition = { readonly callTimestamp: Timestamp; readonly callId: CallId };

export type CallPage = {
  /** `call` is absent if the item cannot be read. */
  readonly items: readonly { readonly position: CallPosition; readonly call?: CallSummary }[];
  /** Whether calls may follow. */
  readonly hasMore: boolean;
};

/**
 * Reads one page of the calls of a tenant that started in `[from, to)`, oldest first, or newest first: at most `limit` of
 * them, after the call `after`. Eventual.
 */
export type ReadCallPage = (
  range: { readonly tenantId: TenantId; readonly from: Timestamp; readonly to: Timestamp },
  page: { readonly limit: number; readonly after?: CallPosition; readonly isNewestFirst?: boolean },
) => Promise<CallPage>;

export const makeReadCallPage = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly tenantCallsIndex: string;
}): ReadCallPage => {
  const documents = makeDocumentClient(deps.dynamodb);
  return async ({ tenantId, from, to }, { limit, after, isNewestFirst = false }) => {
    const query = new QueryCommand({
      TableName: deps.table,
      IndexName: deps.tenantCallsIndex,
      // BETWEEN includes its end, the range does not. Times are whole milliseconds.
      KeyConditionExpression: 'tenantId = :tenant AND callTimestamp BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':tenant': tenantId, ':from': from, ':to': shifted(to, -1) },
      Limit: limit,
      ScanIndexForward: !isNewestFirst,
      ...(after && { ExclusiveStartKey: keyOf(tenantId, after) }),
    });
    const { Items = [], LastEvaluatedKey } = await awaitAnswer(documents.send(query));
    return { items: Items.map(itemOf), hasMore: LastEvaluatedKey !== undefined };
  };
};

/** DynamoDB goes on behind any key, also behind one of an item that is gone. */
const keyOf = (tenantId: TenantId, { callTimestamp, callId }: CallPosition) => ({
  tenantId,
  callTimestamp,
  pk: `${tenantId}#${callId}`,
  sk: 'call',
});

const itemOf = (item: Record<string, unknown>): CallPage['items'][number] => {
  const call = CallSummary.safeParse(item).data;
  // The keys of the index and the table are always there. No id contains `#`.
  const callId = String(item['pk']).split('#')[1] as CallId;
  const position = { callTimestamp: item['callTimestamp'] as Timestamp, callId };
  return { position, ...(call && { call }) };
};
