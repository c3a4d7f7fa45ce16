import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CallId, OcpMetadata, type TenantId } from '@recordings/call-record';
import { z } from 'zod';
import { batchGet } from './batch-get.ts';
import { makeDocumentClient } from './make-document-client.ts';

/** Reads what OCP says of the recordings of a tenant's calls, up to 100 calls a request. Absent: nothing that can be read. */
export type FindOcpMetadata = (
  tenantId: TenantId,
  callIds: readonly CallId[],
) => Promise<ReadonlyMap<CallId, OcpMetadata>>;

export const makeFindOcpMetadata = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): FindOcpMetadata => {
  const documents = makeDocumentClient(deps.dynamodb);
  return async (tenantId, callIds) => {
    const keys = callIds.map((callId) => ({ pk: `${tenantId}#${callId}`, sk: 'call' }));
    const items = await batchGet(documents, deps.table, keys, {
      attributes: ['callId', 'ocpMetadata'],
      consistency: 'eventual',
    });
    return new Map(items.flatMap((item) => saidOf(item)));
  };
};

const Described = z.object({ callId: CallId, ocpMetadata: OcpMetadata });

const saidOf = (item: object): [CallId, OcpMetadata][] => {
  const { data } = Described.safeParse(item);
  if (!data || Object.values(data.ocpMetadata).every((value) => value === undefined)) return [];
  return [[data.callId, data.ocpMetadata]];
};
