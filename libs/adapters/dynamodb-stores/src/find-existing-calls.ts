import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { CallId, TenantId } from '@recordings/call-record';
import { awaitAnswer } from './await-answer.ts';
import { StoreUnavailableError } from './errors.ts';
import { makeDocumentClient } from './make-document-client.ts';

/** Keys that DynamoDB takes in one BatchGetItem. */
const MAX_KEYS = 100;
const MAX_TRIES = 8;
const FIRST_PAUSE_MS = 50;

/** Finds which calls of a tenant have a record, readable or not, by strong reads of up to 100 calls each. */
export type FindExistingCalls = (
  tenantId: TenantId,
  callIds: readonly CallId[],
) => Promise<ReadonlySet<CallId>>;

type TableKey = { readonly pk: string; readonly sk: string };

export const makeFindExistingCalls = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): FindExistingCalls => {
  const documents = makeDocumentClient(deps.dynamodb);
  return async (tenantId, callIds) => {
    const byPartition = new Map(callIds.map((callId) => [`${tenantId}#${callId}`, callId]));
    const partitions = [...byPartition.keys()];
    const found = new Set<CallId>();
    for (let at = 0; at < partitions.length; at += MAX_KEYS) {
      const keys = partitions.slice(at, at + MAX_KEYS).map((pk) => ({ pk, sk: 'call' }));
      for (const pk of await readPartitions(documents, deps.table, keys)) found.add(byPartition.get(pk)!);
    }
    return found;
  };
};

/** DynamoDB may leave keys of a batch unread, when it is throttled or the answer is too large: those are read again. */
const readPartitions = async (
  documents: DynamoDBDocumentClient,
  table: string,
  keys: readonly TableKey[],
): Promise<string[]> => {
  const found: string[] = [];
  let left: readonly TableKey[] = keys;
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const request = { Keys: [...left], ConsistentRead: true, ProjectionExpression: 'pk' };
    const read = new BatchGetCommand({ RequestItems: { [table]: request } });
    const { Responses, UnprocessedKeys } = await awaitAnswer(documents.send(read));
    for (const { pk } of (Responses?.[table] ?? []) as TableKey[]) found.push(pk);
    left = (UnprocessedKeys?.[table]?.Keys ?? []) as TableKey[];
    if (left.length === 0) return found;
    await sleep(Math.random() * FIRST_PAUSE_MS * 2 ** tries);
  }
  throw new StoreUnavailableError(
    `${table}: ${left.length} of ${keys.length} keys were left unread by each of ${MAX_TRIES} batches`,
  );
};
