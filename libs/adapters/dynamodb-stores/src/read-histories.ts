import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CallKey, HistoryEntry } from '@recordings/call-record';
import { z } from 'zod';
import { batchGet } from './batch-get.ts';
import { makeDocumentClient } from './make-document-client.ts';

/** No other field of the record is read, so a record that services cannot read still gives its history. */
const WithHistory = z.object({ revision: z.number().int(), history: z.array(HistoryEntry) });

/** `unreadable`: the call has a record, without a history that can be read. */
export type StoredHistory =
  | { readonly kind: 'read'; readonly revision: number; readonly history: readonly HistoryEntry[] }
  | { readonly kind: 'absent' | 'unreadable' };

/** Reads the histories of calls, in the order of the keys, by strong reads of up to 100 calls each. */
export type ReadHistories = (keys: readonly CallKey[]) => Promise<StoredHistory[]>;

export const makeReadHistories = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): ReadHistories => {
  const documents = makeDocumentClient(deps.dynamodb);
  return async (keys) => {
    const partitions = [...new Set(keys.map(partitionOf))].map((pk) => ({ pk, sk: 'call' }));
    const attributes = ['pk', 'revision', 'history'];
    const items = await batchGet(documents, deps.table, partitions, { attributes });
    const found = new Map(items.map((item) => [item['pk'], historyOf(item)]));
    return keys.map((key) => found.get(partitionOf(key)) ?? { kind: 'absent' });
  };
};

const historyOf = (item: object): StoredHistory => {
  const { data } = WithHistory.safeParse(item);
  return data ? { kind: 'read', ...data } : { kind: 'unreadable' };
};

const partitionOf = ({ tenantId, callId }: CallKey): string => `${tenantId}#${callId}`;
