import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CallId, shifted, Timestamp } from '@recordings/call-record';
import type { CallTime, DailyCall, GroupKey, ListableCalls } from '@recordings/reconciliation';
import { z } from 'zod';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';

const IndexedCall = z.object({
  callId: CallId,
  callTimestamp: Timestamp,
  callEndTimestamp: Timestamp.optional(),
  s3Stored: z.boolean(),
  lastReconciliationAt: Timestamp.optional(),
  nextReconciliationAt: Timestamp.optional(),
});
type IndexedCall = z.infer<typeof IndexedCall>;

export type CallRange = { readonly fromDate: Timestamp; readonly toDate: Timestamp };

export type FindOptions = {
  /** A call that is not stored and used so many attempts follows the daily schedule. */
  readonly promptAttempts: number;
  /** Awaited after each page of the index. If it throws, no other page is read. */
  readonly onPage?: () => Promise<void>;
};

/**
 * Finds the calls of a group that started in `[fromDate, toDate)` and whose recording is stored, or that follow the daily
 * schedule, by one query. The index is eventual: a call may be absent from the answer, so the answer never shows that a
 * call is unknown or not stored.
 */
export type FindListableCalls = (
  group: GroupKey,
  range: CallRange,
  options: FindOptions,
) => Promise<ListableCalls>;

export const makeFindListableCalls = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly tenantCallsIndex: string;
}): FindListableCalls => {
  const documents = makeDocumentClient(deps.dynamodb);
  return async ({ tenantId, groupId }, { fromDate, toDate }, { promptAttempts, onPage }) => {
    const stored = new Map<CallId, CallTime>();
    const daily = new Map<CallId, DailyCall>();
    const pages = queryPages(documents, {
      TableName: deps.table,
      IndexName: deps.tenantCallsIndex,
      // BETWEEN includes its end, the range does not. Times are whole milliseconds.
      KeyConditionExpression: 'tenantId = :tenant AND callTimestamp BETWEEN :from AND :to',
      // DynamoDB charges for what it reads before the filter: the daily calls cost nothing more.
      FilterExpression:
        'groupId = :group AND (s3Stored = :yes OR (reconciliationAttempts >= :prompt AND reconciliationStatus IN (:failed, :pending)))',
      ProjectionExpression: Object.keys(IndexedCall.shape).join(', '),
      ExpressionAttributeValues: {
        ':tenant': tenantId,
        ':group': groupId,
        ':from': fromDate,
        ':to': shifted(toDate, -1),
        ':yes': true,
        ':prompt': promptAttempts,
        ':failed': 'failed',
        ':pending': 'pending',
      },
    });
    for await (const page of pages) {
      for (const item of page) {
        const call = IndexedCall.safeParse(item).data;
        if (call?.s3Stored) stored.set(call.callId, timeOf(call));
        else if (call) daily.set(call.callId, dailyOf(call));
      }
      await onPage?.();
    }
    return { stored, daily };
  };
};

const timeOf = ({ callTimestamp: startedAt, callEndTimestamp: endedAt }: IndexedCall) => ({
  startedAt,
  ...(endedAt !== undefined && { endedAt }),
});

const dailyOf = ({ lastReconciliationAt, nextReconciliationAt, ...call }: IndexedCall): DailyCall => ({
  ...timeOf(call),
  ...(lastReconciliationAt !== undefined && { lastReconciliationAt }),
  ...(nextReconciliationAt !== undefined && { nextReconciliationAt }),
});
