import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CallId, TenantId } from '@recordings/call-record';
import { batchGet } from './batch-get.ts';
import { makeDocumentClient } from './make-document-client.ts';

/** Finds which calls of a tenant have a record, readable or not, by strong reads of up to 100 calls each. */
export type FindExistingCalls = (
  tenantId: TenantId,
  callIds: readonly CallId[],
) => Promise<ReadonlySet<CallId>>;

export const makeFindExistingCalls = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): FindExistingCalls => {
  const documents = makeDocumentClient(deps.dynamodb);
  return async (tenantId, callIds) => {
    const byPartition = new Map(callIds.map((callId) => [`${tenantId}#${callId}`, callId]));
    const keys = [...byPartition.keys()].map((pk) => ({ pk, sk: 'call' }));
    const found = await batchGet(documents, deps.table, keys, { attributes: ['pk'] });
    return new Set(found.map(({ pk }) => byPartition.get(pk as string)!));
  };
};
