import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NO_AUDIO_EXPECTED, shifted } from '@recordings/call-record';
import type { GroupKey } from '@recordings/reconciliation';
import type { CallRange } from './find-listable-calls.ts';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';

/**
 * The calls of a group that were explained or given up and that started in `[fromDate, toDate)`, oldest first, in pages.
 * Eventual. A page of the index without such a call is an empty page.
 */
export type FinalCallPages = (
  group: GroupKey,
  range: CallRange,
) => AsyncIterable<readonly Record<string, unknown>[]>;

export const makeFinalCallPages = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly tenantCallsIndex: string;
}): FinalCallPages => {
  const documents = makeDocumentClient(deps.dynamodb);
  return ({ tenantId, groupId }, { fromDate, toDate }) =>
    queryPages(documents, {
      TableName: deps.table,
      IndexName: deps.tenantCallsIndex,
      // BETWEEN includes its end, the range does not. Times are whole milliseconds.
      KeyConditionExpression: 'tenantId = :tenant AND callTimestamp BETWEEN :from AND :to',
      FilterExpression:
        'groupId = :group AND s3Stored = :no AND (reconciliationStatus = :givenUp OR #outcome.#code = :explained)',
      ProjectionExpression: 'callId, callTimestamp',
      ExpressionAttributeNames: { '#outcome': 'outcome', '#code': 'code' },
      ExpressionAttributeValues: {
        ':tenant': tenantId,
        ':group': groupId,
        ':from': fromDate,
        ':to': shifted(toDate, -1),
        ':no': false,
        ':givenUp': 'given_up',
        ':explained': NO_AUDIO_EXPECTED,
      },
    });
};
